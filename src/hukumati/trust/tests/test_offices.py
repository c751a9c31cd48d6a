from pathlib import Path

import pytest

from hukumati.core.bilingual import Bilingual
from hukumati.trust.adapters.office_file import OfficeFile
from hukumati.trust.api import OfficesInvalid, list_offices
from hukumati.trust.domain.offices import LONGEST_NAME, Office, Signatory

GOOD = """
moj.notary:
  title: {ar: كاتب العدل, en: Notary public}
  signatory:
    name: {ar: سامر الحاج, en: Samer Al-Hajj}
    post: {ar: كاتب عدل, en: Notary}
  place: {ar: نابلس, en: Nablus}
  certificate: {organisation: Ministry of Justice, name: Notary public}
moi.borders:
  title: {ar: المعابر, en: Borders}
  signatory:
    name: {ar: هدى الحاج, en: Huda Al-Hajj}
    post: {ar: مديرة المعابر, en: Director of Borders}
  place: {ar: أريحا, en: Jericho}
  certificate: {organisation: Ministry of Interior, name: Borders}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of offices beside the file of providers."""
    (tmp_path / "providers.yaml").write_text("moj: {}\nmoi: {}\n")
    (tmp_path / "seals.yaml").write_text(GOOD)
    return tmp_path / "seals.yaml"


def test_offices_are_read_in_the_order_of_their_file(path: Path) -> None:
    offices = OfficeFile(path=path).list()
    assert list(offices) == ["moj.notary", "moi.borders"]
    assert offices["moj.notary"] == Office(
        code="moj.notary",
        title=Bilingual(ar="كاتب العدل", en="Notary public"),
        signatory=Signatory(
            name=Bilingual(ar="سامر الحاج", en="Samer Al-Hajj"), post=Bilingual(ar="كاتب عدل", en="Notary")
        ),
        place=Bilingual(ar="نابلس", en="Nablus"),
        organisation="Ministry of Justice",
        common_name="Notary public",
    )


def test_an_office_that_is_added_is_known_at_once(path: Path) -> None:
    assert "moj.courts" not in OfficeFile(path=path).list()
    path.write_text(GOOD + GOOD.replace("moj.notary", "moj.courts").partition("moi.")[0])
    assert list(OfficeFile(path=path).list())[-1] == "moj.courts"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OfficesInvalid, match=r"nothing\.yaml cannot be read: No such file"):
        OfficeFile(path=tmp_path / "nothing.yaml").list()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("moj.notary", "notary", "notary"),
        ("moj.notary", "../notary", "notary"),
        ("moj.notary", "moe.notary", r"moe\.notary: there is no such provider"),
        ("moi.borders", "moj.notary", r"moj\.notary appears twice"),
        ("ar: كاتب العدل", 'ar: " "', r"moj\.notary\.title\.ar"),
        ("{ar: كاتب العدل, en: Notary public}", "{ar: كاتب العدل}", r"moj\.notary\.title\.en: Field required"),
        ("place: {ar: نابلس, en: Nablus}", "", r"moj\.notary\.place: Field required"),
        ("en: Samer Al-Hajj", 'en: ""', r"moj\.notary\.signatory\.name\.en"),
        ("en: Samer Al-Hajj", "en: Samer 王", "the fonts of documents cannot draw 王"),
        ("post: {ar: كاتب عدل, en: Notary}", "", r"moj\.notary\.signatory\.post: Field required"),
        ("name: Notary public", f"name: {'n' * (LONGEST_NAME + 1)}", r"moj\.notary\.certificate\.name"),
        ("name: Notary public", "name: Notary public, key: x", r"moj\.notary\.certificate\.key: Extra inputs"),
        ("title:", "title: [", "cannot be read"),
    ],
)
def test_an_unusable_entry_is_refused_with_its_place(path: Path, old: str, new: str, problem: str) -> None:
    path.write_text(GOOD.replace(old, new, 1))
    with pytest.raises(OfficesInvalid, match=problem):
        OfficeFile(path=path).list()


def test_the_longest_name_leaves_room_for_the_word_demonstration(path: Path) -> None:
    path.write_text(GOOD.replace("name: Notary public", f"name: {'n' * 48}"))
    assert OfficeFile(path=path).list()["moj.notary"].common_name == "n" * 48


def test_the_platforms_own_file_is_sound() -> None:
    assert len(list_offices()) == 7
    assert list_offices()[0] == "moj.judicial_register"
