"""Two cases whose histories, owners or bills were exchanged are found, whatever else was adapted to it."""

from io import StringIO
from typing import Final

import pytest
from django.core.management import CommandError, call_command

from hukumati.cases.background.verify import CaseChains, verify
from hukumati.cases.domain import chain
from hukumati.cases.engine.event_log import link_of
from hukumati.cases.models import Case, Event
from hukumati.cases.tests.conftest import Citizen
from hukumati.cases.tests.test_verify import sql
from hukumati.core.digests import chain_key
from hukumati.core.jobs import app

NOT_THE_BEGINNER: Final = "the case is somebody else's than who began it"
NOT_AS_BEGUN: Final = "the applicant, the service or its version is not the one of the events"
ROW: Final = (
    "state", "entered_by", "milestone", "reached", "last_seq", "last_hash", "answers", "registers", "pages",
    "declared", "requests", "reason", "proposal", "queued", "prefill",
)  # fmt: skip
"""What of a case's row follows from its events."""
OWNER: Final = ("applicant_sub", "applicant")


@pytest.fixture
def two(layla: Citizen, khaled: Citizen) -> tuple[Citizen, Citizen]:
    layla.fill()
    khaled.fill()
    assert list(verify()) == []
    return layla, khaled


def exchange_columns(*columns: str) -> None:
    """Give each of the two cases what the other has in these columns."""
    pairs = ", ".join(f"{column} = other.{column}" for column in columns)
    sql("UPDATE cases_case SET single_open = false")  # nobody has two open ones, not for a moment
    sql(f"UPDATE cases_case SET {pairs} FROM cases_case other WHERE other.id <> cases_case.id")  # noqa: S608
    sql("UPDATE cases_case SET single_open = true")


def exchange_events() -> None:
    for table in ("cases_event", "cases_event_payload"):
        sql(f"UPDATE {table} SET case_id = -case_id")  # noqa: S608 - no two rows may have one number, not for a moment
        sql(f"UPDATE {table} SET case_id = (SELECT sum(id) FROM cases_case) + case_id")  # noqa: S608


def write_anew_with_the_key() -> None:
    """Hash both chains anew, as whoever has the installation's key can."""
    for case in Case.objects.all():
        previous = chain.first_hash(case.reference)
        for event in Event.objects.filter(case=case).order_by("seq"):
            event.prev_hash = previous
            previous = chain.link_hash(link_of(event, case.reference), key=chain_key(chain.KIND))
            sql(
                f"UPDATE cases_event SET prev_hash = '\\x{bytes(event.prev_hash).hex()}', hash = '\\x{previous.hex()}' "  # noqa: S608
                f"WHERE case_id = {case.id} AND seq = {event.seq}"
            )
        sql(f"UPDATE cases_case SET last_hash = '\\x{previous.hex()}' WHERE id = {case.id}")  # noqa: S608


def found() -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for violation in verify():
        told.setdefault(violation.reference, []).append(violation.what)
    return told


def test_exchanged_chains_of_events_are_found(two: tuple[Citizen, Citizen]) -> None:
    exchange_events()
    exchange_columns(*ROW, *OWNER)
    broken = ["event 1 was changed, or one before it is missing"]
    assert {who: [what for what in told if "event 1" in what] for who, told in found().items()} == {
        person.reference: broken for person in two
    }
    assert len(list(CaseChains().broken())) >= len(two)


def test_exchanged_chains_that_were_hashed_anew_with_the_key_are_found_by_their_anchors(
    two: tuple[Citizen, Citizen],
) -> None:
    app.tasks["trust.anchor"](timestamp=0)
    call_command("trust_verify", verbosity=0)
    exchange_events()
    exchange_columns(*ROW, *OWNER)
    write_anew_with_the_key()
    assert found() == {}  # nothing but what left the database tells
    told = StringIO()
    with pytest.raises(CommandError):
        call_command("trust_verify", stdout=told)
    faults = told.getvalue().splitlines()
    assert all("was written anew" in fault for fault in faults)
    assert [any(person.reference in fault for fault in faults) for person in two] == [True, True]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (OWNER, [NOT_THE_BEGINNER, NOT_AS_BEGUN]),
        (("applicant_sub",), [NOT_THE_BEGINNER]),
        (("applicant",), [NOT_AS_BEGUN]),
    ],
)
def test_cases_that_were_given_to_each_other_s_applicants_are_found(
    two: tuple[Citizen, Citizen], columns: tuple[str, ...], expected: list[str]
) -> None:
    exchange_columns(*columns)
    assert found() == {person.reference: expected for person in two}


@pytest.mark.parametrize(
    "change",
    [
        "service_code = 'MOI-BRC'",
        "provider = 'moi'",
        "applicant = jsonb_set(applicant, '{name,ar}', '\"خالد\"')",
        'applicant = applicant || \'{"id_number": "900000001"}\'',
        'applicant = applicant || \'{"phone": "+970599000109"}\'',
    ],
)
def test_what_a_case_was_begun_as_cannot_be_changed_unseen(layla: Citizen, change: str) -> None:
    layla.fill()
    sql(f"UPDATE cases_case SET {change}")  # noqa: S608
    assert found() == {layla.reference: [NOT_AS_BEGUN]}


def test_cases_with_each_other_s_bill_are_found(two: tuple[Citizen, Citizen]) -> None:
    for person in two:
        person.submit()
    first, second = Case.objects.order_by("id").values_list("bill_id", flat=True)
    assert first is not None
    assert second is not None
    sql("UPDATE cases_case SET bill_id = NULL")
    for bill, person in ((second, two[0]), (first, two[1])):
        sql(f"UPDATE cases_case SET bill_id = '{bill}' WHERE reference = '{person.reference}'")  # noqa: S608
    assert found() == {person.reference: ["the case has another's bill"] for person in two}


def test_a_case_begun_before_its_first_event_told_of_it_is_held_to_who_began_it(layla: Citizen) -> None:
    layla.fill()
    digest = "sha256(salt || '{}'::bytea)"
    sql("UPDATE cases_event_payload SET payload = '{}' WHERE seq = 1")
    sql(f"UPDATE cases_event e SET payload_digest = {digest} FROM cases_event_payload p "  # noqa: S608
        "WHERE p.case_id = e.case_id AND p.seq = e.seq AND e.seq = 1")  # fmt: skip
    write_anew_with_the_key()
    assert found() == {}
    sql("UPDATE cases_case SET applicant_sub = 'sub-1'")
    assert found() == {layla.reference: [NOT_THE_BEGINNER]}
