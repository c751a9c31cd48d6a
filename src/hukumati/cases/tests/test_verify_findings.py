"""Each thing that must never be is found, by its own words, and nothing else is."""

from django.db import connection, transaction

from hukumati.cases.background.verify import CaseChains, verify
from hukumati.cases.models import Case, Event
from hukumati.cases.tests.conftest import Citizen, Pay, Work

MISSING = "the payload of event {} is missing"
NOT_THE_FOLD = "the case is not the fold of its events"
NOT_THE_LAST = "the last event is not the one the case knows"
OTHERWISE = "the case did not end as its events say"
LEFT_OPEN = "the case is closed, but something of it is still open"
WAITS_FOR_NOBODY = "the case waits for nobody"
EFFECTS_DIFFER = "documents and the effects that issue them differ in number"
NONE_HANDED_OVER = "0 papers were handed over, the case knows 1"
NONE_NOTED = "1 papers were handed over, the case knows 0"
NOT_ERASED = "the case was erased, and not by the platform"
FORGOTTEN = (
    "UPDATE cases_case SET erased_at = now(), answers = '{}', registers = '{}', pages = '[]', requests = '{}', "
    "documents = '[]', declared = '{}', reason = NULL, proposal = NULL"
)
AN_ISSUE_AT_WORK = "UPDATE cases_effect SET done_at = NULL, outcome = '' WHERE kind = 'issue'"
A_TASK = (
    "INSERT INTO cases_task (case_id, seq, ministry, provider, role, queue, claimed_by, released_from, assigned_by, "
    "opened_at) SELECT id, 1, 'moj', 'moj', 'officer', '', '', '', '', now() FROM cases_case"
)
A_REQUEST = (
    "INSERT INTO cases_request (case_id, seq, kind, name, provider, role, party, question, answer, state, outcome, "
    "details, asked_at, asked_by, closed_by) "
    "SELECT id, 1, 'question', '', '', '', '', '', '', 'open', '', '{}', now(), '', '' FROM cases_case"
)


def in_turn(*statements: str) -> str:
    return "; ".join(statements)


OF_AN_ENDED_CASE = {
    "UPDATE cases_event SET actor = 'citizen:x' WHERE seq = 3": ["event 3 was changed, or one before it is missing"],
    "DELETE FROM cases_event WHERE seq = 3": [
        "event 4 was changed, or one before it is missing", "payload 3 belongs to no event", "event 4 follows event 2",
    ],
    "DELETE FROM cases_event WHERE seq = (SELECT max(seq) FROM cases_event)": [
        NOT_THE_LAST, "payload 11 belongs to no event", NOT_THE_FOLD, OTHERWISE, NONE_NOTED,
    ],
    "DELETE FROM cases_event; DELETE FROM cases_event_payload": [NOT_THE_LAST, NOT_THE_FOLD, OTHERWISE, NONE_NOTED],
    "DELETE FROM cases_event_payload WHERE seq = 4": [MISSING.format(4), NOT_THE_FOLD],
    "DELETE FROM cases_event_payload": [*(MISSING.format(number) for number in range(1, 12)), NOT_THE_FOLD],
    "DELETE FROM cases_event_payload; UPDATE cases_case SET erased_at = now()": [NOT_THE_FOLD, NOT_ERASED],
    in_turn("DELETE FROM cases_event_payload", FORGOTTEN): [NOT_ERASED],
    "UPDATE cases_event_payload SET payload = '{}' WHERE seq = 4": ["the payload of event 4 was changed", NOT_THE_FOLD],
    "UPDATE cases_event_payload SET seq = 99 WHERE seq = 4": [
        MISSING.format(4), "payload 99 belongs to no event", NOT_THE_FOLD,
    ],
    "UPDATE cases_case SET last_hash = 'x'": [NOT_THE_LAST],
    "UPDATE cases_case SET pages = '[]'": [NOT_THE_FOLD],
    "UPDATE cases_case SET closed_at = NULL": ["the case is closed, or open, against its state", WAITS_FOR_NOBODY],
    "UPDATE cases_case SET closed_at = closed_at + interval '1 second'": [OTHERWISE],
    "UPDATE cases_case SET ended_by = 'withdraw'": [OTHERWISE],
    "UPDATE cases_case SET documents = '[]'": [
        NOT_THE_FOLD, "1 documents were issued, the case knows 0", EFFECTS_DIFFER,
    ],
    "UPDATE cases_case SET documents = '[]', erased_at = now()": [NOT_THE_FOLD, NOT_ERASED],
    "UPDATE cases_case SET documents = '[\"X-1\"]'": [NOT_THE_FOLD, "1 documents were issued, the case knows 1"],
    in_turn(AN_ISSUE_AT_WORK, "UPDATE cases_case SET documents = '[\"X-1\"]'"): [
        NOT_THE_FOLD, "1 documents were issued, the case knows 1", EFFECTS_DIFFER,
    ],
    "UPDATE cases_effect SET outcome = 'failed' WHERE kind = 'issue'": [EFFECTS_DIFFER],
    AN_ISSUE_AT_WORK: [EFFECTS_DIFFER],
    in_turn(AN_ISSUE_AT_WORK, "UPDATE cases_case SET documents = '[]'"): [NOT_THE_FOLD],
    "UPDATE pay_bill SET total = total + 1": ["the case moved on as paid, but its bill is not"],
    "UPDATE pay_bill SET total = total - 1": [],
    "UPDATE cases_timer SET done_at = NULL": [LEFT_OPEN],
    "UPDATE cases_handover SET state = 'waiting'": [LEFT_OPEN, NONE_HANDED_OVER],
    "UPDATE cases_handover SET state = 'returned'": [NONE_HANDED_OVER],
    A_TASK: [LEFT_OPEN],
    A_REQUEST: [LEFT_OPEN],
    "UPDATE cases_effect SET done_at = NULL WHERE kind = 'notify'": [],  # messages go out after the end too
    "UPDATE cases_case SET queued = '{\"a\": \"moj.x\"}'": [
        NOT_THE_FOLD, "the case waits for other registers than are asked",
    ],
    "UPDATE cases_case SET state = 'issuing', closed_at = NULL, ended_by = ''": [NOT_THE_FOLD, WAITS_FOR_NOBODY],
}  # fmt: skip


def found_after(change: str) -> list[str]:
    """Return what is found after a change that only somebody with the database's keys could make; undo it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in change.split("; "):
            cursor.execute(statement)
        found = [violation.what for violation in verify()]
        transaction.set_rollback(True)
    return found


def test_what_is_wrong_with_an_ended_case_is_said_exactly(layla: Citizen, pay: Pay, work: Work) -> None:
    layla.fill()
    layla.submit()
    pay(layla.reference)
    work()
    assert {change: found_after(change) for change in OF_AN_ENDED_CASE} == OF_AN_ENDED_CASE
    assert list(verify(reference=layla.reference)) == []
    assert list(verify(reference="NCC-0000-0000")) == []


PAST_ITS_PAYMENT = "the case is past its payment without one"
OF_AN_UNPAID_CASE = {
    "UPDATE cases_case SET state = 'checking'": [NOT_THE_FOLD, PAST_ITS_PAYMENT],
    "UPDATE cases_case SET state = 'checking'; UPDATE pay_bill SET cancelled_at = now()": [NOT_THE_FOLD],
    "UPDATE cases_timer SET done_at = now()": [WAITS_FOR_NOBODY],
    in_turn("UPDATE cases_timer SET done_at = now()", A_TASK): [],
    in_turn("UPDATE cases_timer SET done_at = now()", A_REQUEST): [],
    "UPDATE cases_case SET bill_id = NULL": [],
}


def test_what_is_wrong_with_an_unpaid_case_is_said_exactly(layla: Citizen) -> None:
    layla.fill()
    assert list(verify()) == []  # a draft waits for its person
    layla.submit()
    assert {change: found_after(change) for change in OF_AN_UNPAID_CASE} == OF_AN_UNPAID_CASE


def test_anchors_know_the_last_event_of_each_case(layla: Citizen) -> None:
    layla.fill()
    chains, last = CaseChains(), Event.objects.order_by("-seq")[0]
    (head,) = chains.heads_since(last.at.replace(year=2000))
    assert (head.subject, head.number, head.hash) == (layla.reference, last.seq, bytes(last.hash).hex())
    assert list(chains.heads_since(last.at)) == []
    assert chains.hash_at(layla.reference, last.seq) == bytes(last.hash).hex()
    assert chains.hash_at(layla.reference, last.seq + 1) is None
    assert list(chains.broken()) == []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE cases_event SET actor = 'x' WHERE seq = 2")
        assert list(chains.broken()) == [f"{layla.reference}: event 2 was changed, or one before it is missing"]
        transaction.set_rollback(True)
    assert Case.objects.count() == 1
