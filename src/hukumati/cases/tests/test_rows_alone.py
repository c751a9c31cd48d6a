"""What follows from the rows of a case alone: read from rows that no database holds, each rule at its edge."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hukumati.cases.actors import Actor
from hukumati.cases.applying import drafts, prefill
from hukumati.cases.engine import messages, outcomes, sentences, state_entry, tell_register
from hukumati.cases.engine.bills import bill_key
from hukumati.cases.engine.form_sessions import as_of_effects
from hukumati.cases.engine.loading import applicant_name, language_of, state_of
from hukumati.cases.errors import NotPossibleHere, NotYours, TooManyTries, WrongCollectCode
from hukumati.cases.models import Case, Effect, Handover, LockedCase
from hukumati.cases.officials import desk
from hukumati.catalogue.tests.samples import real_definition
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import end_of_day
from hukumati.service_language.api import Choice, Duration, Question, State, Work

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
NAME = Bilingual(ar="ليلى يوسف أحمد علي الزيتوني", en="Layla Zaytouni")
DEFINITION = real_definition()
FLOW = DEFINITION.flow


def a_case(**columns: Any) -> LockedCase:
    applicant = {"name": {"ar": NAME.ar, "en": NAME.en}, "phone": "+970599000101", "email": None, "language": "en"}
    case = LockedCase(reference="NCC-1", provider="moj", applicant_sub="sub-1", applicant=applicant, **columns)
    case.holidays = frozenset()
    return case


# --- form sessions


def test_effects_are_worked_out_as_of_the_entry_into_their_state() -> None:
    entered = {"issued": (NOW - timedelta(days=3)).isoformat(), "decided": (NOW + SECOND).isoformat()}
    moments = [as_of_effects(a_case(milestone=at, reached=entered), NOW) for at in ("issued", "decided", "closed")]
    assert moments == [NOW - timedelta(days=3), NOW, NOW]


# --- drafts


@pytest.mark.parametrize(
    ("columns", "draft"),
    [({}, True), ({"submitted_at": NOW}, False), ({"closed_at": NOW}, False)],
)
def test_a_draft_is_neither_submitted_nor_ended(columns: Mapping[str, Any], draft: bool) -> None:
    assert drafts.is_draft(a_case(**columns)) is draft


@pytest.mark.parametrize(
    "columns",
    [
        {},
        {"draft_expires_at": NOW + SECOND},
        {"draft_expires_at": NOW, "submitted_at": NOW},
        {"draft_expires_at": NOW, "closed_at": NOW},
    ],
)
def test_nothing_expires_before_its_time_or_without_one(columns: Mapping[str, Any]) -> None:
    assert drafts.expire_if_due(a_case(**columns), NOW) is False


@pytest.mark.django_db
def test_a_draft_expires_at_its_very_time() -> None:
    assert drafts.expire_if_due(a_case(id=1, draft_expires_at=NOW), NOW) is True


def test_a_withdrawn_application_ends_in_the_state_of_that_name_or_in_the_first_that_closes() -> None:
    assert drafts.closing_state(FLOW) == "withdrawn"
    states = {
        "review": State(name="review", milestone="closed"),
        "refused": State(name="refused", milestone="decided", end=True),
        "done": State(name="done", milestone="closed", end=True),
        "other": State(name="other", milestone="closed", end=True),
    }
    assert drafts.closing_state(replace(FLOW, states=states)) == "done"


# --- what the row keeps of the fold, and of its person


def test_the_row_keeps_the_fold_of_the_events() -> None:
    case = a_case(state="review", last_seq=3, pages=["a"], documents=["NCC-1"], entered_by="paid", reason="so")
    state = state_of(case)
    assert (state.state, state.seq, state.pages, state.documents) == ("review", 3, ("a",), ("NCC-1",))
    assert (state.entered_by, state.reason, state.answers, state.proposal) == ("paid", "so", {}, None)


def test_a_case_speaks_the_language_of_its_application_and_arabic_where_it_names_none() -> None:
    assert language_of(a_case()) == "en"
    assert language_of(Case(applicant={})) == "ar"
    assert applicant_name(a_case()) == NAME
    assert bill_key("NCC-1", 7) == "case:NCC-1:7"


# --- entering a state


def test_an_ended_case_that_goes_on_keeps_what_it_reached_before_its_decision() -> None:
    names = ("started", "submitted", "in_review", "decided", "ready", "on_its_way", "closed")
    case = a_case(reached=dict.fromkeys(names, "2026-11-23"))
    state_entry.forget_the_end(case)
    assert set(case.reached) == {"started", "submitted", "in_review"}
    state_entry.forget_the_end(case)  # nothing is missed where nothing is
    state_entry.reach_milestone(case, "your_turn", NOW)
    assert (case.milestone, case.reached["your_turn"]) == ("your_turn", NOW.isoformat())


@pytest.mark.parametrize(
    ("answers", "collection"),
    [
        ({}, {"method": "download", "place": None}),
        ({"purpose": "travel", "other": {"method": "unknown"}, "list": []}, {"method": "download", "place": None}),
        ({"a": 1, "collect": {"method": "office", "place": "X"}}, {"method": "office", "place": "X"}),
    ],
)
def test_the_paper_is_downloaded_unless_an_answer_says_how_it_is_collected(
    answers: Mapping[str, Any], collection: Mapping[str, Any]
) -> None:
    assert state_entry.collection_of(a_case(answers=answers)) == collection


def task_of(work: Work | None, **columns: Any) -> Any:
    state = State(name="review", milestone="in_review", work=work)
    return state_entry.new_task(a_case(id=5, **columns), state, 3, NOW)


WORK = Work(role="moj.officer", queue="single", due=Duration(1, "days"))


def test_work_is_given_to_the_role_with_its_due_time() -> None:
    assert task_of(None) is None
    task = task_of(WORK)
    assert task[:7] == (5, 3, "moj", "moj", "officer", "single", NOW)
    assert (task.due_at, task.escalated_at) == (datetime(2026, 11, 24, 21, 59, 59, tzinfo=UTC), None)
    assert task_of(replace(WORK, role="moi.inspector", due=None))[2:8] == (
        "moj", "moi", "inspector", "single", NOW, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "escalated_at"),
    [({"late_at": NOW, "due_at": NOW}, NOW), ({"late_at": NOW}, None), ({"due_at": NOW}, None)],
)
def test_a_promise_that_is_over_stays_broken_in_new_hands(
    columns: Mapping[str, Any], escalated_at: datetime | None
) -> None:
    assert task_of(WORK, **columns).escalated_at == escalated_at


@pytest.mark.parametrize(
    ("registers", "queue"),
    [
        ({"interior.person": {"governorate": "HBN"}}, "HBN"),
        ({"interior.person": {"governorate": None}}, ""),
        ({"interior.person": None}, ""),
        ({}, ""),
    ],
)
def test_work_by_governorate_waits_in_that_of_the_person(registers: Mapping[str, Any], queue: str) -> None:
    assert task_of(replace(WORK, queue="by_governorate"), registers=registers).queue == queue


# --- messages


def paper(method: str, state: str, **columns: Any) -> Handover:
    return Handover(method=method, state=state, **columns)


@pytest.mark.parametrize(
    ("method", "state", "usable"),
    [
        ("office", "waiting", True),
        ("post_office", "waiting", True),
        ("home", "with_courier", True),
        ("home", "attempted", True),
        ("post_office", "on_its_way", False),
        ("home", "printed", False),
        ("home", "bagged", False),
        ("office", "handed_over", False),
        ("office", "returned", False),
        ("download", "published", False),
    ],
)
def test_the_collect_code_is_told_while_its_holder_can_use_it(method: str, state: str, usable: bool) -> None:
    code = messages.code_of(paper(method, state))
    assert (code is not None) is usable
    assert code is None or len(code) == 6


def test_without_a_paper_there_is_no_code() -> None:
    assert messages.code_of(None) is None


@pytest.mark.parametrize(
    ("text", "of_handover", "with_code"),
    [
        ("{collect_code}", True, True),
        ("{place}", True, False),
        ("{reference} {url}", False, False),
        ("", False, False),
    ],
)
def test_a_message_with_a_code_waits_for_the_paper_at_its_desk(text: str, of_handover: bool, with_code: bool) -> None:
    (first, *_) = DEFINITION.messages.values()
    spec = replace(first, sms=None, subject=None, body=Bilingual(ar=text, en=text))
    assert messages.tells_of_handover(spec) is of_handover
    assert messages.waits_for_the_desk(spec, paper("post_office", "on_its_way")) is with_code
    assert messages.waits_for_the_desk(spec, paper("post_office", "waiting")) is False
    assert messages.waits_for_the_desk(spec, None) is False


@pytest.mark.parametrize(
    ("answers", "phone"),
    [({"phone": "+970599000202"}, "+970599000202"), ({"phone": None}, "+970599000101"), ({}, "+970599000101")],
)
def test_a_person_is_reached_as_the_form_says_otherwise_as_the_account_does(
    answers: Mapping[str, Any], phone: str
) -> None:
    contact = messages.contact_of(a_case(answers=answers), DEFINITION)
    assert (contact.phone, contact.email, contact.language) == (phone, None, "en")


def test_a_case_has_its_page_in_either_language() -> None:
    ar, en = (messages.case_url("NCC-1", language) for language in ("ar", "en"))
    assert ar != en
    assert "NCC-1" in ar
    assert "NCC-1" in en


# --- sentences

OPTIONS = (Choice("a", Bilingual(ar="أ", en="First")), Choice("b", Bilingual(ar="ب", en="Second")))


def question(of_type: Any, **more: Any) -> Question:
    some = DEFINITION.form.questions()[0]
    return replace(some, id="q", type=of_type, **more)


@pytest.mark.parametrize(
    ("asked", "answer", "written"),
    [
        (question("text"), "as it is", "as it is"),
        (question("number"), 240, "240"),
        (question("number"), 0, "0"),
        (question("choice", options=OPTIONS), "a", "First"),
        (question("choice", options=OPTIONS), "c", "c"),
        (question("choices", options=OPTIONS), ["b", "a"], "Second, First"),
        (question("yes_no"), True, "Yes"),
        (question("yes_no"), False, "No"),
        (question("date"), "2026-11-23", "23 November 2026"),
        (question("money", currency="ILS"), 50000, "500.00 ₪"),
        (question("text"), None, None),
        (question("text"), "", None),
        (question("choices", options=OPTIONS), [], None),
        (question("file"), [{"id": "x"}], None),
    ],
)
def test_an_answer_is_written_in_words(asked: Question, answer: Any, written: str | None) -> None:
    assert sentences.written(asked, answer, "en") == written


# --- the desk

CLERK = Actor("clerk", "POST-1", NAME, provider="post", office="RAM-01", roles=frozenset({"clerk"}))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "actor",
    [replace(CLERK, kind="officer"), replace(CLERK, roles=frozenset({"officer"})), replace(CLERK, office="")],
)
def test_only_clerks_of_an_office_see_its_desk(actor: Actor) -> None:
    assert desk.desk(clerk=CLERK).lines == ()
    with pytest.raises(NotYours):
        desk.desk(clerk=actor)


@pytest.mark.parametrize(
    ("method", "state", "columns", "is_of"),
    [
        ("office", "waiting", {"place": "RAM-01"}, True),
        ("office", "waiting", {"place": "RAM-02"}, False),
        ("office", "waiting", {"place": "RAM-02", "provider": "post"}, False),
        ("home", "printed", {"place": "RAM-02", "provider": "post"}, True),
        ("home", "printed", {"place": "RAM-01", "provider": "moi"}, False),
        ("home", "bagged", {"place": "RAM-01", "provider": "moi"}, True),
        ("home", "bagged", {"place": "RAM-02", "provider": "post"}, False),
    ],
)
def test_a_paper_is_of_its_place_and_before_it_is_sent_home_of_its_ministry(
    method: str, state: str, columns: Mapping[str, str], is_of: bool
) -> None:
    assert desk._is_of(paper(method, state, **columns), CLERK) is is_of


def test_a_clerk_of_no_ministry_sends_nothing_home() -> None:
    assert desk._is_of(paper("home", "printed", place="RAM-01", provider=""), replace(CLERK, provider="")) is False


def test_the_fifth_wrong_code_locks_the_paper_for_an_hour_and_the_right_one_forgives() -> None:
    item = paper("office", "waiting")
    right = messages.code_of(item)
    assert right is not None
    wrong = "000000" if right != "000000" else "000001"
    for tries in (1, 2, 3, 4):
        assert isinstance(desk._check_code(item, wrong, NOW), WrongCollectCode)
        assert (item.tries, item.locked_until) == (tries, None)
    assert desk._check_code(item, right, NOW) is None
    assert item.tries == 0
    for _ in range(4):
        desk._check_code(item, wrong, NOW)
    assert isinstance(desk._check_code(item, wrong, NOW), TooManyTries)
    assert (item.tries, item.locked_until) == (0, NOW + timedelta(hours=1))
    assert isinstance(desk._check_code(item, right, NOW + timedelta(hours=1) - SECOND), TooManyTries)
    assert desk._check_code(item, f" {right[:3]} {right[3:]} ", NOW + timedelta(hours=1)) is None


def test_a_paper_moves_as_the_table_says_or_not_at_all() -> None:
    item = paper("office", "waiting")
    desk._move(item, "hand_over", NOW)
    assert (item.state, item.updated_at) == ("handed_over", NOW)
    with pytest.raises(NotPossibleHere, match="hand_over"):
        desk._move(item, "hand_over", NOW)


# --- what an end leaves open


@pytest.mark.parametrize(
    ("state", "closed_at", "until"),
    [
        ("refused", NOW, end_of_day(NOW, days_later=30)),
        ("refused", None, None),  # led back meanwhile
        ("review", NOW, None),
        ("done", NOW, None),  # nobody objects to what was granted
    ],
)
def test_one_may_object_to_an_end_that_the_service_lets_one_object_to(
    state: str, closed_at: datetime | None, until: datetime | None
) -> None:
    assert outcomes.object_until(a_case(state=state, closed_at=closed_at), DEFINITION) == until


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "kind", "told"),
    [
        ("refused", "paid", outcomes.NOTHING_PAID),
        ("refused", "free", None),
        ("review", "paid", None),
    ],
)
def test_of_a_fee_is_told_at_the_end_of_a_service_that_takes_one(state: str, kind: Any, told: Bilingual | None) -> None:
    assert outcomes.fee_after(a_case(id=1, state=state), replace(DEFINITION, kind=kind)) == told


# --- what registers have answered, and were told

MIDNIGHT = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)  # in Palestine


@pytest.mark.parametrize(
    ("columns", "fresh"),
    [
        ({"prefill": "done", "prefilled_at": MIDNIGHT}, True),
        ({"prefill": "done", "prefilled_at": MIDNIGHT - SECOND}, False),
        ({"prefill": "unavailable", "prefilled_at": NOW}, False),
        ({"prefill": "done", "prefilled_at": None}, False),
    ],
)
def test_what_registers_have_answered_is_fresh_on_its_own_day(columns: Mapping[str, Any], fresh: bool) -> None:
    assert prefill._is_fresh(a_case(**columns), NOW) is fresh


@pytest.mark.parametrize(
    ("outcome", "error", "stands"),
    [
        ("done", "", True),
        ("failed", "interoperability.register_unavailable", True),  # its answer never came
        ("failed", "interoperability.answer_malformed", True),
        ("failed", "no_such_record", False),
        ("", "interoperability.register_unavailable", False),
        ("obsolete", "", False),
    ],
)
def test_what_a_register_was_told_may_stand_unless_it_was_refused(outcome: str, error: str, stands: bool) -> None:
    assert tell_register._may_stand(Effect(outcome=outcome, error=error)) is stands
