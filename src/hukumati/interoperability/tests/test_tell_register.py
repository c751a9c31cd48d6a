"""Telling a register, against two real security servers and a register on real sockets."""

import json
from typing import Any

import pytest

from exchange.testing import Pair, StubRequest, StubResponse
from hukumati.core import audit
from hukumati.interoperability import api
from hukumati.interoperability.tests.conftest import LAYLA, Register

pytestmark = pytest.mark.django_db
MESSAGE = {"id_number": LAYLA, "case": "NCC-7K3M-92QD", "clear": True}
KEY = "NCC-7K3M-92QD:7:moj.record_certified"


def tell(message: dict[str, Any] = MESSAGE, **changes: str) -> api.Acknowledgement:
    grounds = api.Grounds(provider="moj", purpose="MOJ-NCC", applicant_id=message["id_number"])
    fields = {"user": "hukumati", "issue": "NCC-7K3M-92QD", "key": KEY} | changes
    return api.tell_register(contract="moj.record_certified", message=message, grounds=grounds, **fields)


def acknowledging(asked: StubRequest) -> StubResponse:
    body = {"key": asked.headers["Idempotency-Key"], "entry": "17", "recorded_at": "2026-11-23T10:00:00+00:00"}
    return StubResponse(body=json.dumps(body).encode())


def test_a_notice_comes_whole_through_both_servers_and_is_acknowledged(register: Register) -> None:
    register.respond = acknowledging
    told = tell()
    heard = register.requests[-1]
    assert (heard.method, heard.target) == ("POST", "/certificates/entries")
    assert json.loads(heard.body) == MESSAGE
    assert heard.headers["Uxp-Subject-Id"] == LAYLA
    assert heard.headers["Uxp-Purpose-Ids"] == "MOJ-NCC"
    assert (told.entry, told.key) == ("17", KEY)


def test_a_notice_is_on_record_for_the_person(register: Register) -> None:
    register.respond = acknowledging
    tell()
    [record] = api.list_queries(subject_id=LAYLA)
    assert (record.is_notice, record.contract, record.outcome) == (True, "moj.record_certified", "told")
    assert [entry.action for entry in audit.list_entries(subject=f"person:{LAYLA}")] == ["register.told"]


def test_the_purpose_stands_in_the_logs_of_both_servers(register: Register, exchange_pair: Pair) -> None:
    register.respond = acknowledging
    told = tell()
    for server in (exchange_pair.consumer, exchange_pair.provider):
        lines = [json.loads(line) for path in server.log_dir.glob("*.jsonl") for line in path.read_text().splitlines()]
        purposes = {line["purpose"] for line in lines if line["request_id"] == told.request_id}
        assert purposes == {"MOJ-NCC"}


@pytest.mark.parametrize(
    "message", [MESSAGE | {"clear": "yes"}, MESSAGE | {"more": 1}, {"id_number": LAYLA}, MESSAGE | {"id_number": "x"}]
)
def test_a_message_that_breaks_the_contract_is_never_sent(register: Register, message: dict[str, Any]) -> None:
    with pytest.raises(api.NoticeMalformed):
        tell(message)
    assert register.requests == []


@pytest.mark.parametrize(("said", "reason"), [("other", "other"), ("<script>", "other")])
def test_a_refusal_is_for_good_and_names_a_reason_of_the_contract(register: Register, said: str, reason: str) -> None:
    register.tells(409, {"type": "refused", "reason": said})
    with pytest.raises(api.NoticeRefused) as refused:
        tell()
    assert refused.value.reason == reason


@pytest.mark.parametrize(("status", "values"), [(503, {}), (429, {}), (500, b"<html>")])
def test_a_register_in_trouble_leaves_it_unknown(register: Register, status: int, values: Any) -> None:
    register.tells(status, values)
    with pytest.raises(api.RegisterUnavailable):
        tell()


@pytest.mark.parametrize(
    "values",
    [{}, [], {"key": "other", "entry": "1", "recorded_at": "2026-11-23T10:00:00Z"}, {"key": KEY, "entry": "1"}],
)
def test_an_answer_that_acknowledges_nothing_leaves_it_unknown(register: Register, values: Any) -> None:
    register.tells(200, values)
    with pytest.raises(api.AnswerMalformed):
        tell()


def test_who_the_register_does_not_know_cannot_be_told_of(register: Register) -> None:
    register.tells(404, {"type": "not_found"})
    with pytest.raises(api.NoSuchRecord):
        tell()


def test_every_field_of_a_notice_is_an_element_with_a_label_and_every_reason_has_words() -> None:
    known = {element.id for element in api.list_elements()}
    notices = api.list_notice_contracts()
    assert len(notices) >= 9
    for notice in notices:
        assert set(notice.concepts.values()) <= known, notice.id
        assert notice.concepts.keys() == notice.labels.keys(), notice.id
        assert notice.schema["properties"].keys() <= notice.concepts.keys(), notice.id
        assert notice.schema["additionalProperties"] is False
        assert set(notice.schema["required"]) == set(notice.schema["properties"])
        assert "other" in notice.refusals
