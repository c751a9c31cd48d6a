"""Whatever running cases of an earlier version hold must find a place in the version that they move to."""

from dataclasses import replace

import pytest

from hukumati.catalogue.checks.migration_checks import migration_mistakes
from hukumati.catalogue.folder.parser import parse_definition
from hukumati.catalogue.tests.samples import asking_folder, real_definition
from hukumati.service_language.api import Definition, Form, Migration

OLD = real_definition()
MOVE = Migration(source=1, drafts="move")


def problems(new: Definition, migration: Migration = MOVE, old: Definition = OLD) -> list[tuple[str, str]]:
    found = migration_mistakes(old=old, new=new, migration=migration)
    assert all((mistake.file, mistake.line) == ("migrate.yaml", 1) and mistake.remedy for mistake in found)
    return [(mistake.code, mistake.problem) for mistake in found]


def without_state(name: str) -> Definition:
    states = {each: state for each, state in OLD.flow.states.items() if each != name}
    return replace(OLD, flow=replace(OLD.flow, states=states))


def without_question(name: str) -> Definition:
    pages = tuple(replace(page, ask=tuple(q for q in page.ask if q.id != name)) for page in OLD.form.pages)
    return replace(OLD, form=Form(pages=pages))


def test_an_unchanged_version_takes_every_case() -> None:
    assert problems(OLD) == []


def test_a_state_that_is_gone_needs_another() -> None:
    assert ("migrate.states", "cases in 'review' have no state to go to") in problems(without_state("review"))
    moved = replace(MOVE, states={"review": "checking"})
    assert [code for code, _ in problems(without_state("review"), moved)] == []


def test_an_end_that_is_gone_is_nobodys_concern_unless_a_timer_leads_to_it() -> None:
    ends = [state.name for state in OLD.flow.states.values() if state.end]
    timed = {after.to for state in OLD.flow.states.values() for after in state.after}
    assert timed & set(ends)
    for name in ends:
        told = problems(without_state(name))
        assert all("a timer of" in problem for _, problem in told)
        assert bool(told) == (name in timed)


def test_names_that_the_old_version_does_not_have_are_refused() -> None:
    wrong = replace(MOVE, states={"reveiw": "review"}, answers={"purpos": "purpose"})
    assert problems(OLD, wrong) == [
        ("migrate.states", "version 1 has no state 'reveiw'"),
        ("migrate.answers", "version 1 does not ask 'purpos'"),
    ]


def test_drafts_that_move_begin_where_the_new_version_begins() -> None:
    renamed = replace(
        OLD, flow=replace(OLD.flow, start="begin", states={**OLD.flow.states, "begin": OLD.flow.states["draft"]})
    )
    assert problems(renamed) == [("migrate.states", "drafts would begin in 'draft'")]
    assert problems(renamed, replace(MOVE, states={"draft": "begin"})) == []
    assert problems(renamed, replace(MOVE, drafts="close")) == []


def test_an_answer_that_is_gone_is_carried_or_dropped() -> None:
    new = without_question("employer")
    assert problems(new) == [("migrate.answers", "the answer 'employer' has no place")]
    assert problems(new, replace(MOVE, answers={"employer": None})) == []
    assert problems(new, replace(MOVE, answers={"employer": "purpose"})) == [
        ("migrate.answers", "'employer' is 'text', but 'purpose' is 'choice'")
    ]


@pytest.mark.parametrize("told", [{"asked": ("employer",)}, {"given": {"employer": "x"}}])
def test_a_new_question_is_spoken_of(told: dict[str, object]) -> None:
    old = without_question("employer")
    assert problems(OLD, old=old) == [("migrate.new_questions", "nothing is said of the new question 'employer'")]
    assert problems(OLD, replace(MOVE, **told), old=old) == []  # type: ignore[arg-type]  # one of two fields


def test_what_an_old_state_may_still_have_to_do_stays_possible() -> None:
    told = [code for code, problem in problems(replace(OLD, messages={})) if "which is gone" in problem]
    assert told
    assert set(told) == {"migrate.effects"}


def test_an_open_request_stays_of_its_kind() -> None:
    asking = parse_definition(folder=asking_folder())
    assert problems(asking, old=asking) == []
    gone = replace(asking, requests={})
    names = [problem for code, problem in problems(gone, old=asking) if code == "migrate.requests"]
    assert len(names) == len(asking.requests)
    name, request = next((name, each) for name, each in asking.requests.items() if each.kind == "paper")
    other = replace(asking, requests={**asking.requests, name: replace(request, kind="opinion")})
    assert problems(other, old=asking) == [
        ("migrate.requests", f"the request {name!r} may be open, and is gone or of another kind")
    ]
