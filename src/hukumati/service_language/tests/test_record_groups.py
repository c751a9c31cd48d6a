"""A group that is asked of each record which a register named and the citizen chose."""

from typing import Any

import pytest

from hukumati.service_language.api import Definition, FormSession
from hukumati.service_language.tests.making import PERSON, PostedFields, definition, page, question, session
from hukumati.service_language.tests.specimen import VEHICLES

OF: dict[str, Any] = {"of": "mot.vehicles.vehicles", "key": "plate", "show": ("plate", "make")}
TAXI, CAR = "6-5678-95", "6-1234-95"


def made() -> Definition:
    parts = (question("r", "number"), question("s", required=False, show_if="_it.record.kind == 'taxi' && _it.r > 10"))
    return definition(
        page("one", question("vehicle", "records", required=False, **OF)),
        page("two", question("heirs", "group", each="vehicle", ask=parts, **OF)),
        page("three", question("q", show_if="heirs.exists(_h, _h.record.kind == 'taxi' && _h.r > 5)")),
        uses=("interior.person", "mot.vehicles"),
    )


def asked(answers: dict[str, Any]) -> FormSession:
    return session(made(), answers, registers={"interior.person": PERSON, "mot.vehicles": VEHICLES})


def test_nothing_is_asked_where_nothing_was_chosen() -> None:
    assert asked({}).visible_pages() == ["one"]
    assert asked({"vehicle": []}).missing() == ()


def test_every_chosen_record_is_asked_about() -> None:
    chosen = asked({"vehicle": [CAR, TAXI]})
    assert [each.id for each in chosen.missing()] == ["heirs"]
    posted = PostedFields(heirs_1_r="3", heirs_2_r="20", heirs_2_s="x")
    entries = chosen.clean_page("two", posted).answers["heirs"]
    assert entries == [{"record": CAR, "r": 3, "s": None}, {"record": TAXI, "r": 20, "s": "x"}]
    assert list(chosen.clean_page("two", PostedFields(heirs_1_r="3")).errors) == ["heirs_2_r"]


def test_expressions_read_the_record_itself() -> None:
    entries = [{"record": CAR, "r": 9, "s": None}, {"record": TAXI, "r": 6, "s": None}]
    full = asked({"vehicle": [CAR, TAXI], "heirs": entries})
    assert full.facts["heirs"][1]["record"]["kind"] == "taxi"
    assert full.visible_pages() == ["one", "two", "three"]


def test_answers_stay_with_their_record_whatever_is_chosen_besides() -> None:
    entries = [{"record": CAR, "r": 9, "s": None}, {"record": TAXI, "r": 6, "s": None}]
    fewer = asked({"vehicle": [TAXI], "heirs": entries})
    assert fewer.normalised_answers["heirs"] == [{"record": TAXI, "r": 6, "s": None}]
    more = asked({"vehicle": [CAR, TAXI], "heirs": entries[:1]})
    assert list(more.refused_answers) == ["heirs"]
    assert [each.id for each in more.missing()] == ["heirs"]
    assert asked({"vehicle": [], "heirs": entries}).normalised_answers["heirs"] is None


@pytest.mark.parametrize("hostile", ["x", [1], {"record": CAR}])
def test_what_is_no_list_of_entries_is_refused(hostile: object) -> None:
    assert list(asked({"vehicle": [CAR]}).clean_page("two", {"heirs": hostile}).errors) == ["heirs"]


def test_a_record_that_was_not_chosen_is_not_taken() -> None:
    sent = {"heirs": [{"record": TAXI, "r": 1}, {"record": CAR, "r": 2}]}
    assert asked({"vehicle": [CAR]}).clean_page("two", sent).answers == {"heirs": [{"record": CAR, "r": 2, "s": None}]}
