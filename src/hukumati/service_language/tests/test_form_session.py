"""A form session answers every question about a form, and its answers agree with one another."""

from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Definition, NoSuchPage, Question
from hukumati.service_language.tests.making import COLOURS, definition, flow, page, question, session, table

EMAIL = {"email": "layla@example.test"}
CLEAR = "moj.criminal_record"
FIRST = question("purpose", "choice", options=COLOURS)


def _names(questions: Any) -> list[str]:
    return [each.id for each in questions]


@pytest.fixture
def travel() -> Definition:
    """The second question is asked of those who are reached by e-mail and travel ("red")."""
    asked = question("reason", show_if="purpose == 'red' && account.email != null")
    return definition(page("one", FIRST, asked), page("two", question("s", required=False)))


def test_what_is_asked_of_an_account_is_visible_missing_and_taken(travel: Definition) -> None:
    reached = session(travel, {"purpose": "red"}, account=EMAIL)
    assert _names(reached.visible("one")) == ["purpose", "reason"]
    assert _names(reached.missing()) == ["reason"]
    assert reached.next_page(saved=["one", "two"]) == "one"
    assert reached.clean_page("one", {"purpose": "red", "reason": "x"}).answers == {"purpose": "red", "reason": "x"}


def test_what_is_not_visible_is_neither_missing_nor_taken(travel: Definition) -> None:
    unreached = session(travel, {"purpose": "red", "reason": "kept"})
    assert _names(unreached.visible("one")) == ["purpose"]
    assert unreached.missing() == ()
    assert unreached.normalised_answers == {"purpose": "red", "reason": None, "s": None}
    assert unreached.next_page(saved=["one", "two"]) is None
    assert unreached.clean_page("one", {"purpose": "red", "reason": "x"}).answers == {"purpose": "red", "reason": None}


def test_an_answer_that_is_hidden_reveals_nothing_behind_it() -> None:
    made = definition(
        page("one", FIRST, question("reason", show_if="purpose == 'red'")),
        page("two", question("s", show_if="reason == 'x'")),
    )
    stale = session(made, {"purpose": "blue", "reason": "x"})
    assert stale.visible_pages() == ["one"]
    assert stale.visible_questions() == (FIRST,)
    assert stale.visible("two") == ()
    assert stale.clean_page("two", {"s": "y"}).answers == {"s": None}
    assert session(made, {"purpose": "red", "reason": "x"}).visible_pages() == ["one", "two"]


def test_pages_follow_one_another_and_what_was_left_comes_last() -> None:
    made = definition(*(page(name, question(name)) for name in ("q", "r", "s")))
    empty = session(made)
    assert empty.next_page(saved=[]) == "q"
    assert empty.next_page(saved=["q"]) == "q"  # saved, and still without its answer
    assert empty.next_page(saved=["q"], after="q") == "r"
    assert empty.next_page(saved=["r"], after="r") == "s"
    assert empty.next_page(saved=["s"], after="s") == "q"
    whole = session(made, {"q": "x", "r": "x", "s": "x"})
    assert whole.next_page(saved=["q", "r", "s"]) is None
    assert whole.next_page(saved=["q", "s"]) == "r"
    assert whole.next_page(saved=["q", "r", "s"], after="q") is None
    assert (empty.first_unfinished_page(), whole.first_unfinished_page()) == ("q", None)


def test_a_page_that_nobody_knows_is_refused_everywhere() -> None:
    made = session(definition(question()))
    for ask in (made.visible, made.effective_questions, lambda name: made.clean_page(name, {})):
        with pytest.raises(NoSuchPage):
            ask("../x")


def _register_question(policy: str, **more: Any) -> Question:
    return question("q", "yes_no", source=f"{CLEAR}.clear", edit="locked", if_down=policy, **more)


def _with_register(policy: str, **more: Any) -> Definition:
    return definition(_register_question(policy, **more), uses=("interior.person", CLEAR))


@pytest.mark.parametrize(
    ("policy", "locked", "pending", "missing"),
    [
        ("block_with_notice", True, {}, ["q"]),
        ("ask_and_check_later", False, {}, ["q"]),
        ("ask_for_paper", False, {}, ["q"]),
        ("accept_and_queue", True, {"q": CLEAR}, []),
    ],
)
def test_while_a_register_is_silent_its_policy_says_who_answers(
    policy: str, locked: bool, pending: dict[str, str], missing: list[str]
) -> None:
    asked = _register_question(policy)
    silent = session(_with_register(policy))
    assert (silent.is_locked(asked), silent.pending(), _names(silent.missing())) == (locked, pending, missing)
    heard = session(_with_register(policy), registers={CLEAR: {"clear": False}})
    assert (heard.is_locked(asked), heard.pending()) == (True, {})
    assert heard.effective_question(asked) == asked
    assert heard.clean_page("one", {"q": "yes"}).answers == {"q": False}


def test_a_person_answers_in_the_registers_place_or_shows_a_file() -> None:
    asked, paper = (
        session(_with_register(policy)).effective_questions("one")[0]
        for policy in ("ask_and_check_later", "ask_for_paper")
    )
    assert (asked.type, asked.locked, asked.source) == ("yes_no", False, None)
    assert (paper.type, paper.locked, paper.accept, paper.max_files) == ("file", False, ("pdf", "jpeg", "png"), 1)
    answered = session(_with_register("ask_and_check_later"), {"q": True})
    assert answered.declared() == {"q": CLEAR}
    assert answered.missing() == ()
    assert session(_with_register("ask_and_check_later")).declared() == {}
    assert session(_with_register("block_with_notice"), {"q": True}).declared() == {}
    assert (
        session(_with_register("ask_and_check_later"), {"q": True}, registers={CLEAR: {"clear": True}}).declared() == {}
    )


def test_what_was_declared_is_compared_with_what_the_register_says_later() -> None:
    made = _with_register("ask_and_check_later")
    said_no = session(made, {"q": True}, registers={CLEAR: {"clear": False}})
    assert [(each.question.id, each.declared, each.register) for each in said_no.differences(["q"])] == [
        ("q", True, False)
    ]
    assert session(made, {"q": True}, registers={CLEAR: {"clear": True}}).differences(["q"]) == ()
    assert len(session(made, {"q": True}, registers={CLEAR: None}).differences(["q"])) == 1


@pytest.mark.parametrize(
    ("declared", "register", "differs"),
    [
        ("  Salam   ST ", "salam st", False),
        ("a", "b", True),
        ({"ar": "س", "en": ""}, {"ar": "س"}, False),
        ({"ar": "س"}, {"ar": "ش"}, True),
        (3, 3, False),
        (3, 4, True),
        (None, "", True),
    ],
)
def test_letter_case_spaces_and_empty_parts_make_no_difference(declared: Any, register: Any, differs: bool) -> None:
    made = definition(question("q", source=f"{CLEAR}.word", edit="locked"), uses=(CLEAR,))
    found = session(made, {"q": declared}, registers={CLEAR: {"word": register}}).differences(["q"])
    assert bool(found) is differs


def test_late_answers_are_those_of_the_questions_that_wait() -> None:
    made = definition(
        _register_question("accept_and_queue"), question("r", source=f"{CLEAR}.count"), uses=("interior.person", CLEAR)
    )
    heard = session(made, registers={CLEAR: {"clear": True, "count": 3}})
    assert heard.late_answers(["q"]) == {"q": True}


def test_the_form_begins_with_what_is_known() -> None:
    made = definition(
        question("q", source="interior.person.sex"),
        question("r", source="account.email"),
        question("s", "number", default=2),
        question("purpose"),
    )
    assert session(made, account=EMAIL).initial_answers() == {
        "q": "female", "r": EMAIL["email"], "s": 2, "purpose": None,
    }  # fmt: skip


ELIGIBILITY = table("eligibility", ("applicant.age < 18", "false"), ("", "true"), result="eligible", kind="bool")


def test_the_rules_decide_who_may_apply_and_what_it_costs() -> None:
    young = {"interior.person": {"born_on": "2015-01-01"}}
    priced = definition(
        FIRST,
        tables={
            "eligibility": ELIGIBILITY,
            "fee": table("fee", ("purpose == 'red'", "amount('10.00')"), ("", "amount('20.00')")),
            "delivery": table("delivery", ("", "amount('5.00')")),
        },
        flow=flow({"fee > 0": "to_pay", "": "done"}),
    )
    grown = session(priced, {"purpose": "red"})
    assert grown.eligibility().eligible
    assert grown.eligibility().row == "2"
    assert not session(priced, registers=young).eligibility().eligible
    assert (grown.fee().minor, grown.delivery().minor, grown.facts["fee"]) == (1_000, 500, 1_500)
    assert grown.leads_to_payment()
    assert session(priced).fee().minor == 2_000
    assert session(priced, {"purpose": "red"}).without_answers().fee().minor == 2_000


def test_a_service_without_tables_is_free_and_open_to_all() -> None:
    free = session(definition(FIRST))
    assert (free.fee().minor, free.delivery().minor, free.facts["fee"]) == (0, 0, 0)
    assert free.eligibility().eligible
    assert not free.leads_to_payment()
    assert not free.is_fee_pending()


def test_a_refusal_gives_the_reason_that_the_table_names() -> None:
    words = Bilingual(ar="صغير", en="Too young")
    rows = table("eligibility", ("", "false"), result="eligible", kind="bool")
    reason = replace(rows.rows[0].then["eligible"], text="'young'", names=())
    rows = replace(
        rows, gives={"eligible": "bool", "reason": "text"},
        rows=(replace(rows.rows[0], then={**rows.rows[0].then, "reason": reason}),),
    )  # fmt: skip
    refused = session(definition(FIRST, tables={"eligibility": rows}, texts={"young": words})).eligibility()
    assert (refused.eligible, refused.reason, refused.row) == (False, words, "1")


def test_payment_follows_only_where_submission_leads_to_it() -> None:
    to_pay = definition(FIRST, flow=flow("to_pay"))
    assert session(to_pay).leads_to_payment()
    nowhere = definition(FIRST, flow=flow({"purpose == 'red'": "to_pay"}))
    assert not session(nowhere).leads_to_payment()
    assert session(nowhere, {"purpose": "red"}).leads_to_payment()


def test_what_rests_on_a_pending_answer_is_not_decided_yet() -> None:
    tables = {
        "eligibility": table("eligibility", ("q == true", "true"), ("", "false"), result="eligible", kind="bool"),
        "fee": table("fee", ("q == true", "amount('0')"), ("", "amount('20.00')")),
    }
    made = replace(_with_register("accept_and_queue"), tables=tables)
    waiting = session(made)
    assert waiting.is_fee_pending()
    assert waiting.facts["fee"] is None
    assert (waiting.eligibility().eligible, waiting.eligibility().is_pending) == (True, True)
    heard = session(made, {"q": False}, registers={CLEAR: {"clear": False}})
    assert not heard.is_fee_pending()
    assert (heard.eligibility().eligible, heard.eligibility().is_pending) == (False, False)


def test_a_delivery_fee_alone_may_be_pending_too() -> None:
    delivery = table("delivery", ("q == true", "amount('0')"), ("", "amount('20.00')"))
    made = replace(_with_register("accept_and_queue"), tables={"delivery": delivery})
    assert session(made).is_fee_pending()


def test_a_session_never_changes(travel: Definition) -> None:
    made = session(travel)
    with pytest.raises(FrozenInstanceError):
        made.answers = {}  # type: ignore[misc]
    assert made.facts is made.facts
