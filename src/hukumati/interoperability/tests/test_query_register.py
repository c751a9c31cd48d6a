"""The door against two real security servers and a register on real sockets."""

import copy
import json
import time
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction

from exchange.testing import Pair, StubResponse, free_ports
from hukumati.core import audit
from hukumati.interoperability import api, models
from hukumati.interoperability.tests.conftest import LAYLA, PERSON, Register, reach_by

pytestmark = pytest.mark.django_db


def ask(subject_id: str = LAYLA, contract: str = "interior.person", **changes: Any) -> api.Answer:
    provider, purpose = ("pla", "PLA-EXT") if contract == "pla.parcel" else ("moj", "case.prefill")
    grounds = api.Grounds(provider, changes.pop("purpose", purpose), applicant_id=subject_id)
    fields: dict[str, Any] = {"grounds": grounds, "user": "person:sub-1", "issue": "NCC-7K3M-92QD"} | changes
    return api.query_register(contract=contract, subject_id=subject_id, **fields)


def outcomes(subject_id: str = LAYLA) -> list[str | None]:
    return [query.outcome for query in api.list_queries(subject_id=subject_id)]


def test_a_person_s_entry_comes_through_both_servers(register: Register) -> None:
    answer = ask()
    assert answer.contract == "interior.person"
    assert answer.values == PERSON
    assert answer.request_id == register.requests[-1].headers["x-road-request-id"]


def test_the_register_learns_who_asks_why_and_about_whom_by_headers_alone(register: Register) -> None:
    ask()
    heard = register.requests[-1]
    assert heard.target == "/persons/current"
    assert heard.headers["X-Road-Client"] == "PS/GOV/MTDE/HUKUMATI"
    assert heard.headers["X-Road-UserId"] == "person:sub-1"
    assert heard.headers["X-Road-Issue"] == "NCC-7K3M-92QD"
    assert heard.headers["Uxp-Subject-Id"] == LAYLA
    assert heard.headers["Uxp-Purpose-Ids"] == "case.prefill"


def test_every_question_is_on_record_for_the_person(register: Register) -> None:
    ask()
    ask(issue="NCC-OTHER")
    newest, oldest = api.list_queries(subject_id=LAYLA)
    assert (newest.issue, oldest.issue) == ("NCC-OTHER", "NCC-7K3M-92QD")
    assert (oldest.contract, oldest.user, oldest.purpose) == ("interior.person", "person:sub-1", "case.prefill")
    assert oldest.outcome == "answered"
    assert api.list_queries(subject_id="900000001") == ()
    entries = audit.list_entries(subject=f"person:{LAYLA}")
    assert [(entry.action, entry.actor) for entry in entries] == [("register.asked", "person:sub-1")] * 2


def test_the_id_number_does_not_rest_in_the_tables(register: Register) -> None:
    ask()
    row = models.Query.objects.get()
    assert LAYLA not in " ".join(str(getattr(row, field.attname)) for field in row._meta.concrete_fields)


@pytest.mark.parametrize("table", ["interoperability_query", "interoperability_outcome"])
@pytest.mark.parametrize("change", ["DELETE FROM {table}", "UPDATE {table} SET {column} = 'x'"])
def test_the_record_cannot_be_changed(register: Register, table: str, change: str) -> None:
    ask()
    statement = change.format(table=table, column="issue" if table.endswith("query") else "kind")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_unknown_person_has_no_record(register: Register) -> None:
    with pytest.raises(api.NoSuchRecord):
        ask("900000001")
    assert outcomes("900000001") == ["interoperability.no_such_record"]


def test_a_register_that_is_slow_is_unavailable_within_the_time_out(
    register: Register, exchange_pair: Pair, settings: LazySettings
) -> None:
    reach_by(settings, exchange_pair.consumer.client_url, exchange_read_seconds=0.3)
    register.tells(values=PERSON, delay_seconds=1)
    started = time.perf_counter()
    with pytest.raises(api.RegisterUnavailable) as caught:
        ask()
    assert time.perf_counter() - started < 1
    assert caught.value.contract == "interior.person"
    assert outcomes() == ["interoperability.register_unavailable"]


@pytest.mark.parametrize(("status", "values"), [(500, {}), (503, b"<html>"), (429, {})])
def test_a_register_in_trouble_is_unavailable(register: Register, status: int, values: Any) -> None:
    register.tells(status=status, values=values)
    with pytest.raises(api.RegisterUnavailable):
        ask()


def test_a_register_that_breaks_off_is_unavailable(register: Register) -> None:
    register.respond = lambda _request: StubResponse(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
    with pytest.raises(api.RegisterUnavailable) as caught:
        ask()
    assert caught.value.reason == "server.serverproxy.service_failed.network_error"


def test_an_answer_that_is_told_twice_is_heard_once_and_never_as_the_answer_to_the_next_question(
    register: Register,
) -> None:
    body = json.dumps(PERSON).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    register.respond = lambda _request: StubResponse(raw=(head + body) * 2)
    assert ask().values == PERSON
    register.tells(values=_changed(governorate="PS-JEN"))
    assert ask().values["governorate"] == "PS-JEN"
    assert outcomes() == ["answered", "answered"]


def test_without_an_exchange_every_register_is_unavailable(register: Register, settings: LazySettings) -> None:
    reach_by(settings, f"http://127.0.0.1:{free_ports(1)[0]}")
    with pytest.raises(api.RegisterUnavailable):
        ask()
    assert outcomes() == ["interoperability.register_unavailable"]


def test_without_a_right_the_question_is_refused(register: Register) -> None:
    with pytest.raises(api.RegisterRefused) as caught:
        ask(contract="moj.criminal_record")
    assert caught.value.error_type == "server.serverproxy.access_denied"
    assert register.requests == []


@pytest.mark.parametrize(("status", "values"), [(403, {"type": "forbidden"}), (404, b"no such page"), (404, {})])
def test_a_register_that_says_no_otherwise_has_refused(register: Register, status: int, values: Any) -> None:
    register.tells(status=status, values=values)
    with pytest.raises(api.RegisterRefused):
        ask()


def _changed(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(PERSON) | changes


@pytest.mark.parametrize(
    ("values", "place"),
    [
        (b"", "$"),
        (b"{", "$"),
        (b"\xff", "$"),
        (b"[" * 100_000, "$"),
        ([PERSON], "$"),
        ({key: value for key, value in PERSON.items() if key != "alive"}, "$"),
        (_changed(born_on="1990-13-41"), "$.born_on"),
        (_changed(sex="other"), "$.sex"),
        (_changed(alive="true"), "$.alive"),
        (_changed(guardians=["1"]), "$.guardians[0]"),
        (_changed(name={"ar": {}, "en": {}}), "$.name.ar"),
        (_changed(id_number="900000001"), "$.id_number"),
    ],
)
def test_an_answer_that_does_not_keep_its_contract_is_malformed(register: Register, values: Any, place: str) -> None:
    register.tells(values=values)
    with pytest.raises(api.AnswerMalformed) as caught:
        ask()
    assert caught.value.place == place
    assert LAYLA not in str(caught.value)
    assert outcomes() == ["interoperability.answer_malformed"]


def test_an_answer_with_another_success_is_malformed(register: Register) -> None:
    register.tells(status=204, values=b"")
    with pytest.raises(api.AnswerMalformed):
        ask()


def test_fields_outside_of_the_contract_go_no_further(register: Register) -> None:
    register.tells(values=_changed(religion="x"))
    assert ask().values == PERSON


@pytest.mark.parametrize("text", ["", "a\r\nX-Evil: 1", " a", "ا", "a" * 101])
def test_text_that_cannot_be_a_header_is_a_defect_of_the_caller(register: Register, text: str) -> None:
    with pytest.raises(ValueError, match="purpose"):
        ask(purpose=text)
    assert register.requests == []
    assert outcomes() == []


PARCEL = {"locality": "300001", "basin": "7", "parcel": "12"}
ENTRY = {
    "locality": {"ar": "م", "en": "L"},
    "basin": "7",
    "parcel": "12",
    "area_m2": 500,
    "kind": {"ar": "أرض", "en": "Land"},
    "owners": [{"id_number": LAYLA, "name": PERSON["name"], "numerator": 1, "denominator": 1}],
    "liens": [],
}
FOUND = {"id_number": LAYLA, "found": True, "parcel": ENTRY, "extracted_at": "2026-11-23T10:00:00Z"}


def test_parameters_travel_in_a_header_written_as_a_form(register: Register) -> None:
    register.tells(values=FOUND)
    answer = ask(contract="pla.parcel", parameters=PARCEL)
    assert answer.values["parcel"]["area_m2"] == 500
    heard = register.requests[-1]
    assert heard.headers["Uxp-Parameters"] == "locality=300001&basin=7&parcel=12"
    assert "300001" not in heard.target


def test_a_question_without_parameters_has_no_such_header(register: Register) -> None:
    ask()
    assert "Uxp-Parameters" not in register.requests[-1].headers


@pytest.mark.parametrize("wrong", ["", "x", "7\n", "٧", "1234567", "7&parcel=9"])
def test_a_parameter_that_is_not_of_its_form_is_never_asked(register: Register, wrong: str) -> None:
    with pytest.raises(api.ParameterRefused) as caught:
        ask(contract="pla.parcel", parameters={**PARCEL, "basin": wrong})
    assert caught.value.parameter == "basin"
    assert isinstance(caught.value, api.RegisterRefused)
    assert (register.requests, outcomes()) == ([], [])


@pytest.mark.parametrize("parameters", [{}, {"basin": "7"}, {**PARCEL, "owner": "1"}])
def test_parameters_that_the_contract_does_not_name_are_a_defect_of_the_caller(
    register: Register, parameters: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match="locality, basin, parcel"):
        ask(contract="pla.parcel", parameters=parameters)


def test_an_answer_about_another_parcel_is_malformed(register: Register) -> None:
    register.tells(values={**FOUND, "parcel": {**ENTRY, "parcel": "13"}})
    with pytest.raises(api.AnswerMalformed) as caught:
        ask(contract="pla.parcel", parameters=PARCEL)
    assert caught.value.place == "$.parcel.parcel"
    register.tells(values={**FOUND, "found": False, "parcel": None})
    assert ask(contract="pla.parcel", parameters=PARCEL).values["found"] is False


def test_an_unknown_contract_is_refused(register: Register) -> None:
    with pytest.raises(api.NoSuchContract):
        ask(contract="interior.wishes")


def test_a_register_is_never_asked_inside_a_transaction(register: Register) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        ask()
    assert register.requests == []


@pytest.mark.django_db(transaction=True)
def test_a_register_is_asked_outside_of_one(register: Register) -> None:
    assert ask().values == PERSON
