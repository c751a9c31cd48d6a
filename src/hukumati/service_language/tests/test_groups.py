"""Groups: the same questions of several things, sent whole or field by field."""

from datetime import date
from typing import Any

import pytest

from hukumati.service_language import api as service_language
from hukumati.service_language.answers.groups import EntryFields
from hukumati.service_language.api import CleanedPage
from hukumati.service_language.tests.making import PostedFields
from hukumati.service_language.tests.specimen import specimen, specimen_session

DEFINITION = specimen()
SALMA = {"full_name": "سلمى", "born": "2015-03-01", "share": 50}
KARIM = {"full_name": "كريم", "born": "1990-01-01", "share": None}


def _clean(raw: Any) -> CleanedPage:
    session = specimen_session(DEFINITION)
    return session.clean_page("heirs", raw)


def test_entries_sent_whole_are_kept_and_seen_by_conditions() -> None:
    cleaned = _clean({"heirs": [SALMA, KARIM], "guardian": "ليلى"})
    assert cleaned == CleanedPage({"heirs": [SALMA, KARIM], "guardian": "ليلى"}, {})
    session = specimen_session(DEFINITION, cleaned.answers)
    assert session.facts["heirs"][0]["born"] == date(2015, 3, 1)
    assert _clean({"heirs": [KARIM]}).answers["guardian"] is None


def test_entries_posted_field_by_field_are_the_same() -> None:
    posted = PostedFields(
        heirs_count="3", heirs_1_full_name="سلمى", heirs_1_born_day="1", heirs_1_born_month="3",
        heirs_1_born_year="٢٠١٥", heirs_1_share="50", heirs_2_full_name=" ", heirs_3_full_name="كريم",
        heirs_3_born="1990-01-01", guardian="ليلى",
    )  # fmt: skip
    assert _clean(posted).answers["heirs"] == [SALMA, KARIM]  # the second was left blank


def test_nothing_posted_is_nothing() -> None:
    assert _clean(PostedFields(heirs_count="1", heirs_1_full_name="")).answers["heirs"] is None
    assert specimen_session(DEFINITION).facts["heirs"] == []


def test_faults_are_told_by_the_names_of_their_fields() -> None:
    posted = PostedFields(
        heirs_count="2", heirs_1_full_name="x", heirs_1_born="2099-01-01", heirs_2_full_name="y", heirs_2_share="500"
    )
    assert set(_clean(posted).errors) == {"heirs_1_born", "heirs_2_born", "heirs_2_share"}
    assert set(_clean({"heirs": [SALMA, {}]}).errors) == {"heirs_2_full_name", "heirs_2_born"}


@pytest.mark.parametrize(
    "sent",
    [
        "x", {"full_name": "x"}, ["x"], [[SALMA]], [None], [{**SALMA, "more": 1}], [SALMA] * 5, [SALMA] * 10_000,
        [{"full_name": {"a": 1}, "born": [], "share": "\0"}],
    ],
)  # fmt: skip
def test_what_is_no_list_of_entries_is_refused(sent: Any) -> None:
    cleaned = _clean({"heirs": sent})
    assert "heirs" not in cleaned.answers
    assert cleaned.errors


@pytest.mark.parametrize("count", ["-1", "99999999999", "x", "٣", "", "1.0", "50"])
def test_a_count_is_no_way_to_work_us_hard(count: str) -> None:
    assert service_language.posted_entry_count({"heirs_count": count}, "heirs") in {0, 50}
    assert _clean(PostedFields(heirs_count=count)).answers["heirs"] is None


def test_an_entry_reads_the_fields_of_its_own_number_alone() -> None:
    posted = PostedFields(("heirs_1_name", "a"), ("heirs_1_tag", "x"), ("heirs_1_tag", "y"), ("heirs_2_name", "b"))
    fields = EntryFields(posted, "heirs_1_")
    assert (len(fields), list(fields), fields["name"]) == (2, ["name", "tag"], "a")
    assert fields.getlist("tag") == ["x", "y"]
    assert len(EntryFields(posted, "heirs_3_")) == 0
