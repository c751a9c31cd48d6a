"""A new folder is sound at once, whatever was answered, and answers that do not go together are refused."""

import itertools
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Literal

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from hukumati.catalogue import api
from hukumati.catalogue.checks.checking import CheckReport, check_folder
from hukumati.catalogue.folder.files import SHARED, SHARED_FILES, Folder
from hukumati.catalogue.folder_checks import known_contracts, known_seals
from hukumati.core.bilingual import Bilingual
from hukumati.interoperability import api as interoperability

TODAY = date(2026, 11, 23)
RESIDENCE = api.NewService(
    code="MOJ-RES",
    slug="certificate-of-residence",
    name=Bilingual(ar="شهادة «إقامة»", en='Certificate of "residence": \\ $5 #x'),
    summary=Bilingual(ar="وثيقة للتوضيح: تجربة", en="An illustrative document: a trial"),
    provider="moj",
)
PLAIN = [contract.id for contract in interoperability.list_contracts() if not contract.parameters]
REGISTERS = sorted({*PLAIN} - {"interior.person"})
WAYS = (("download",), ("office", "post_office"), ("download", "office"), ("post_office",))


def checked(service: api.NewService) -> CheckReport:
    files = {path: text.encode() for path, text in api.scaffold_service(service=service, today=TODAY).items()}
    shared = settings.HUKUMATI.services_dir / SHARED
    files |= {f"{SHARED}/{name}": (shared / name).read_bytes() for name in SHARED_FILES if (shared / name).is_file()}
    return check_folder(folder=Folder(name=service.slug, files=files), contracts=known_contracts(), seals=known_seals())


@pytest.mark.parametrize("register", ["", "mot.fines"])
@pytest.mark.parametrize("decided_by", ["officer", "nobody"])
@pytest.mark.parametrize("collect", WAYS, ids="+".join)
def test_a_new_paid_service_is_sound_with_five_scenarios(
    register: str, decided_by: Literal["officer", "nobody"], collect: tuple[str, ...]
) -> None:
    report = checked(replace(RESIDENCE, register=register, decided_by=decided_by, collect=collect))
    assert report.mistakes == ()
    assert len(report.scenarios) >= 5
    assert report.definition is not None
    assert report.definition.name.en == RESIDENCE.name.en


@pytest.mark.parametrize("register", REGISTERS)
def test_a_new_enquiry_of_any_register_is_sound_with_five_scenarios(register: str) -> None:
    report = checked(replace(RESIDENCE, kind="enquiry", register=register))
    assert report.mistakes == ()
    assert len(report.scenarios) >= 5


def test_a_fee_in_another_currency_is_written_with_its_decimals() -> None:
    files = api.scaffold_service(service=replace(RESIDENCE, fee="7.5", currency="JOD"), today=TODAY)
    assert "amount('7.500')" in files["rules/fee.csv"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"code": "residence"}, "capital letters"),
        ({"slug": "شهادة"}, "Latin letters"),
        ({"slug": "../../etc"}, "Latin letters"),
        ({"provider": "nobody"}, "no provider"),
        ({"register": "moi.nothing"}, "no register contract"),
        ({"kind": "enquiry"}, "name the register"),
        ({"kind": "enquiry", "register": "interior.person"}, "another register"),
        ({"fee": "free"}, "not an amount"),
        ({"fee": "0"}, "above nothing"),
        ({"fee": "1.234"}, "more decimals"),
        ({"provider": "mol", "code": "MOL-RES"}, "no seal"),
        ({"collect": ()}, "how the document is received"),
        ({"collect": ("pigeon",)}, "no way to receive"),
    ],
)
def test_answers_that_do_not_go_together_are_refused(change: dict[str, object], told: str) -> None:
    with pytest.raises(api.NewServiceRefused, match=told):
        api.scaffold_service(service=replace(RESIDENCE, **change), today=TODAY)  # type: ignore[arg-type]  # some are wrong


OPTIONS = {
    "provider": "moj", "code": "MOJ-RES", "slug": "certificate-of-residence", "name-ar": "شهادة إقامة",
    "name-en": "Certificate of residence", "summary-ar": "وثيقة للتوضيح", "summary-en": "An illustrative document",
}  # fmt: skip


def _told(options: dict[str, str]) -> list[str]:
    return list(itertools.chain.from_iterable((f"--{name}", value) for name, value in options.items()))


def test_the_command_makes_a_folder_that_the_check_finds_sound(tmp_path: Path) -> None:
    (tmp_path / "shared").symlink_to(settings.HUKUMATI.services_dir / SHARED)
    call_command("service_new", *_told(OPTIONS), "--no-input", into=tmp_path / "moj", stdout=StringIO())
    out = StringIO()
    call_command("service_check", str(tmp_path / "moj" / "certificate-of-residence"), stdout=out)
    assert "sound" in out.getvalue()


def test_the_command_asks_what_it_was_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return ""

    monkeypatch.setattr("builtins.input", answer)
    call_command("service_new", *_told(OPTIONS), into=tmp_path, stdout=StringIO())
    assert len(asked) == 6
    assert (tmp_path / "certificate-of-residence" / "service.yaml").is_file()


def test_the_command_never_writes_over_a_folder(tmp_path: Path) -> None:
    (tmp_path / "certificate-of-residence").mkdir()
    with pytest.raises(CommandError, match="there already"):
        call_command("service_new", *_told(OPTIONS), "--no-input", into=tmp_path, stdout=StringIO())


def test_the_command_says_which_answer_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--code is needed"):
        call_command("service_new", "--provider", "moj", "--no-input", into=tmp_path, stdout=StringIO())
