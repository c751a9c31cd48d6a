"""A scenario fails at the first step that comes otherwise, with the line of that step and what to do."""

import pytest

from hukumati.catalogue.checks.scenarios import ScenarioResult, run_scenario
from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.folder.parser import parse_definition
from hukumati.catalogue.folder.sources import read_sources
from hukumati.catalogue.folder.yaml_parser import parse_yaml
from hukumati.catalogue.tests.samples import asking_folder, real_folder

CLEAR = """name: a case
given:
  person: adult
  registers: {moj.criminal_record: {clear: true, judgments: []}}
  today: 2026-11-23
fill: {purpose: travel, collect: {method: download}}
expect:
"""


def run(text: str, folder: Folder | None = None) -> ScenarioResult:
    folder = folder or real_folder()
    source = parse_yaml(file="tests/x.yaml", data=text.encode())
    people = read_sources(folder)[0].people
    return run_scenario(definition=parse_definition(folder=folder), source=source, people=people)


def failure(*steps: str, given: str = CLEAR, folder: Folder | None = None) -> tuple[int, str, str]:
    """Return the line after `expect:` that failed, the problem and the remedy."""
    result = run(given + "".join(f"  - {step}\n" for step in steps), folder)
    (mistake,) = result.mistakes
    assert (mistake.file, mistake.code) == ("tests/x.yaml", "scenario")
    assert result.documents == {}
    return mistake.line - given.count("\n"), mistake.problem, mistake.remedy


def test_a_scenario_that_comes_as_expected_keeps_its_documents() -> None:
    steps = ("{eligible: true, fee: 20.00 ILS, state: to_pay, escalated: false, queued: []}", "paid", "{state: ready}")
    result = run(CLEAR + "".join(f"  - {step}\n" for step in steps))
    assert (result.file, result.name, result.mistakes) == ("tests/x.yaml", "a case", ())
    assert list(result.documents) == ["certificate"]
    assert result.documents["certificate"]["statement"] == "clear"


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        ("{state: ready}", "state is to_pay, not ready"),
        ("{eligible: false}", "eligible is true, not false"),
        ("{call: over}", "call is open, not over"),
        ("{reason: minor}", "reason is null, not minor"),
        ("{fee: 10.00 ILS}", "fee is 20.00 ILS, not 10.00 ILS"),
        ("{escalated: true}", "escalated is false, not true"),
        ("{queued: [purpose]}", "queued is [], not ['purpose']"),
        ("{tells: ready_text}", "tells is null, not ready_text"),
        ("{message: ready}", "message 'ready' is not among none"),
        ("{document: certificate}", "document 'certificate' is not among none"),
        ("{done: refund}", "done 'refund' is not among none"),
        ("{wrong: [purpose]}", "wrong 'purpose' is not among none"),
        ("{not_asked: [purpose]}", "'purpose' was asked"),
        ("{requests: {report: open}}", "the service has no request 'report'"),
        ("{open_request: report}", "the service has no request 'report'"),
        ("{reads: [summary]}", "the step 'reads' has a meaning in an enquiry alone"),
        ("approve", "in the state to_pay the action approve is not possible"),
    ],
)
def test_the_step_that_differs_is_named(step: str, problem: str) -> None:
    assert failure("{eligible: true}", step, "{state: to_pay}")[:2] == (2, problem)


def test_an_impossible_action_is_told_with_those_that_are() -> None:
    _, _, remedy = failure("approve")
    assert remedy == "Actions here: paid, withdraw."


def test_a_form_that_was_not_submitted_is_explained() -> None:
    incomplete = CLEAR.replace("purpose: travel, ", "")
    line, problem, remedy = failure("{state: to_pay}", given=incomplete)
    assert (line, problem) == (1, "state is draft, not to_pay")
    assert remedy == "The form was not submitted: missing or wrong are purpose."
    assert failure("paid", given=incomplete)[2] == remedy
    assert failure("{fee: 1.00 ILS}", given=incomplete)[2] == "Correct the rules or the scenario."
    young = CLEAR.replace("person: adult", "person: minor")
    assert (
        failure("{state: to_pay}", given=young)[2]
        == "The form was not submitted: the person may not apply (too_young)."
    )


def test_what_the_scenario_itself_names_must_exist() -> None:
    assert failure("paid", given=CLEAR.replace("person: adult", "person: adlt"))[1:] == (
        "there is no person 'adlt' in shared/people.yaml",
        "Did you mean adult?",
    )
    assert failure("paid", given=CLEAR.replace("purpose:", "purpos:"))[1:] == (
        "the form has no question 'purpos'",
        "Did you mean purpose?",
    )
    assert failure("paid", given=CLEAR.replace("2026-11-23", "2026-02-30"))[1:] == (
        "2026-02-30 is not a day of the calendar",
        "Correct `today`.",
    )


@pytest.mark.parametrize(
    ("holds", "problem"),
    [
        ("{statement: clean}", "statement of the document is 'clear', not 'clean'"),
        ("{statment: clear}", "the document has no 'statment'"),
        ("{judgments: [{number: 1}]}", "judgments of the document has 0 entries, not 1"),
    ],
)
def test_a_document_is_compared_part_by_part(holds: str, problem: str) -> None:
    assert failure("paid", f"{{document: certificate, holds: {holds}}}")[:2] == (2, problem)


def test_entries_of_a_document_are_named_by_their_place() -> None:
    hit = CLEAR.replace(
        "{clear: true, judgments: []}",
        "{clear: false, judgments: [{number: 12/2015, court: {ar: ا, en: C}, decided_on: 2015-03-01,"
        " class: misdemeanour, offence: {ar: ا, en: O}, sentence: {ar: ا, en: S}}]}",
    )
    steps = ("paid", "approve", "{document: statement, holds: {judgments: [{number: 1/1}]}}")
    line, problem, _ = failure(*steps, given=hit)
    assert line == 3
    assert problem.startswith("judgments[0]")


def test_side_requests_are_opened_answered_and_compared() -> None:
    folder = asking_folder()
    text = folder.files["tests/asks.yaml"].decode()
    assert run(text, folder).mistakes == ()
    name = next(iter(parse_definition(folder=folder).requests))
    opened, closed = text.replace("expect:\n", f"expect:\n  - {{requests: {{{name}: null}}}}\n", 1), "answered"
    assert run(opened, folder).mistakes == ()
    wrong = text.replace("expect:\n", f"expect:\n  - {{requests: {{{name}: {closed}}}}}\n", 1)
    (mistake,) = run(wrong, folder).mistakes
    assert mistake.problem == f"the request {name!r} is None, not answered"
