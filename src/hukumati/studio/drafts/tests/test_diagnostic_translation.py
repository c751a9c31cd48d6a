"""Every mistake that is planted is told in Arabic with its own values, not only by its kind."""

from typing import Any

import pytest

from hukumati.catalogue.api import Folder
from hukumati.catalogue.tests.planted_consents import IN_THE_CONSENT
from hukumati.catalogue.tests.planted_folders import DECISIONS, SAID, SIBLINGS
from hukumati.catalogue.tests.planted_in_sheets import IN_THE_SHEETS
from hukumati.catalogue.tests.planted_meanings import OF_SIDE_REQUESTS, OF_THE_CARD, OF_THE_CERTIFICATE, OF_THE_SPECIMEN
from hukumati.catalogue.tests.planted_mistakes import IN_HEALTH_INSURANCE, IN_THE_CARD, IN_THE_CERTIFICATE
from hukumati.catalogue.tests.planting import checked
from hukumati.catalogue.tests.samples import (
    asking_folder,
    card_folder,
    insurance_folder,
    marriage_folder,
    permit_folder,
    real_folder,
)
from hukumati.catalogue.tests.specimen import specimen_folder
from hukumati.studio import api as studio
from hukumati.studio.drafts.diagnostic_translation import kind_of

ENGLISH = (" is ", " the ", " not ", " has ", " and ")
PLANTED = [
    *((real_folder, planted) for planted in IN_THE_CERTIFICATE),
    *((insurance_folder, planted) for planted in IN_HEALTH_INSURANCE),
    *((card_folder, planted) for planted in IN_THE_CARD),
    *((real_folder, planted) for planted in OF_THE_CERTIFICATE),
    *((specimen_folder, planted) for planted in OF_THE_SPECIMEN),
    *((asking_folder, planted) for planted in OF_SIDE_REQUESTS),
    *((card_folder, planted) for planted in OF_THE_CARD),
    *((permit_folder, planted) for planted in IN_THE_SHEETS),
    *((marriage_folder, planted) for planted in IN_THE_CONSENT),
    *(
        (folder, planted)
        for table in (SAID, SIBLINGS, DECISIONS)
        for folder, each in table.values()
        for planted in each
    ),
]


def found(folder: Folder, planted: Any) -> list[studio.Mistake]:
    """Return the mistakes found where one was planted."""
    text = folder.files[planted.file].decode()
    files = {**folder.files, planted.file: text.replace(planted.old, planted.new, 1).encode()}
    report = checked(Folder(folder.name, files))
    return [mistake for mistake in report.mistakes if mistake.code == planted.code]


@pytest.mark.parametrize(("folder", "planted"), PLANTED, ids=lambda each: getattr(each, "code", ""))
def test_a_planted_mistake_is_told_in_arabic(folder: Any, planted: Any) -> None:
    for mistake in found(folder(), planted):
        told = studio.translate_diagnostic(mistake=mistake, language="ar")
        assert told.is_exact, mistake
        assert not [word for word in ENGLISH if word in told.problem], told.problem


def test_a_sentence_that_is_not_known_is_told_by_its_kind_and_as_it_was_said() -> None:
    told = studio.translate_diagnostic(
        mistake=studio.Mistake("a", 1, "flow.new_rule", "zzz yyy", "Qqq."), language="ar"
    )
    assert not told.is_exact
    assert told.problem == "في سير المعاملة خلل."


def test_english_is_told_as_a_sentence() -> None:
    told = studio.translate_diagnostic(mistake=studio.Mistake("a", 1, "x", "it is so", "Mend it."), language="en")
    assert (told.problem, told.remedy) == ("It is so.", "Mend it.")


def test_a_kind_is_named_by_its_rule_or_by_its_family() -> None:
    assert kind_of("flow.unheard_of") == kind_of("flow") != kind_of("unheard.of") == kind_of("")


def test_only_a_known_sentence_is_translated() -> None:
    assert studio.translate_sentence(text="the file is missing", language="ar") == "الملف مفقود"
    assert studio.translate_sentence(text="the file is missing", language="en") == "the file is missing"
    assert studio.translate_sentence(text="zzz", language="ar") == "zzz"


@pytest.mark.parametrize(
    ("problem", "remedy", "is_exact"), [("the file is missing", "Qqq.", False), ("zzz", "Shorten it.", False)]
)
def test_a_diagnostic_known_by_half_is_not_exact(problem: str, remedy: str, is_exact: bool) -> None:
    translated = studio.translate_diagnostic(mistake=studio.Mistake("a", 1, "flow.x", problem, remedy), language="ar")
    assert translated.is_exact is is_exact
    assert translated.remedy == ("" if remedy == "Qqq." else "اختصرها.")
    assert translated.problem == "الملف مفقود" if problem != "zzz" else translated.problem == "في سير المعاملة خلل."


def test_values_are_isolated_without_their_quotes_and_named_where_they_have_a_name() -> None:
    translated = studio.translate_sentence(text="the key 'xyz' stands twice", language="ar")
    assert translated == "المفتاح \u2068xyz\u2069 مكتوب مرتين"
    bare = studio.translate_sentence(text="the key x stands twice", language="ar")
    assert bare == "المفتاح \u2068x\u2069 مكتوب مرتين"


@pytest.mark.parametrize(
    ("text", "shown"), [("it is so", "It is so."), ("Is it?", "Is it?"), ("so!", "So!"), ("", ".")]
)
def test_english_ends_as_a_sentence(text: str, shown: str) -> None:
    mistake = studio.Mistake("a", 1, "x", text, "")
    assert studio.translate_diagnostic(mistake=mistake, language="en").problem == shown


def test_a_template_that_never_ends_is_told_in_arabic_to_its_end() -> None:
    problem = "with the data of tests/a.yaml the document cannot be made: it takes too long, or too much memory"
    mistake = studio.Mistake("documents/a.typ", 1, "document.typst", problem, "Correct the template.")
    told = studio.translate_diagnostic(mistake=mistake, language="ar")
    assert told.is_exact
    assert "takes" not in told.problem
    assert "tests/a.yaml" in told.problem


@pytest.mark.parametrize(("value", "shown"), [("'age'", "age"), ("'a'", "a"), ("''", "''"), ("'age", "'age")])
def test_a_value_is_told_without_its_quotes_and_read_from_left_to_right(value: str, shown: str) -> None:
    told = studio.translate_sentence(text=f"the form has no question {value}", language="ar")
    assert f"\u2068{shown}\u2069" in told
