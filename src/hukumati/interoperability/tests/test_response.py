"""What a response means, without a register: every status and refusal."""

import json
from dataclasses import replace
from typing import Any

import pytest

from hukumati.interoperability import api
from hukumati.interoperability.domain.contract import check_parameters, validate_answer
from hukumati.interoperability.domain.messages import RegisterResponse
from hukumati.interoperability.domain.response import LASTING, values_of
from hukumati.interoperability.tests.conftest import LAYLA, PERSON

GOOD = RegisterResponse(status=200, error_type=None, request_id="r", body=json.dumps(PERSON).encode())
PARCEL = {"locality": "300001", "basin": "7", "parcel": "12"}


def meaning(**changes: Any) -> dict[str, Any]:
    return values_of(api.get_contract("interior.person"), replace(GOOD, **changes), subject_id=LAYLA)


def test_a_good_answer_gives_its_values() -> None:
    assert meaning() == PERSON


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 599])
def test_a_busy_or_broken_register_is_unavailable(status: int) -> None:
    with pytest.raises(api.RegisterUnavailable):
        meaning(status=status)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 499])
def test_any_other_error_of_a_register_is_a_refusal(status: int) -> None:
    with pytest.raises(api.RegisterRefused) as caught:
        meaning(status=status)
    assert caught.value.error_type == f"status_{status}"


@pytest.mark.parametrize("status", [201, 204, 302, 399])
def test_another_success_than_200_is_malformed(status: int) -> None:
    with pytest.raises(api.AnswerMalformed):
        meaning(status=status)


@pytest.mark.parametrize(("status", "is_unknown_person"), [(404, True), (400, False), (410, False)])
def test_only_a_404_of_the_register_says_that_it_knows_no_such_person(status: int, is_unknown_person: bool) -> None:
    with pytest.raises(api.NoSuchRecord if is_unknown_person else api.RegisterRefused):
        meaning(status=status, body=b'{"type": "not_found"}')


@pytest.mark.parametrize("name", sorted(LASTING))
def test_a_lasting_refusal_of_a_server_is_a_refusal(name: str) -> None:
    with pytest.raises(api.RegisterRefused) as caught:
        meaning(error_type=f"Server.ServerProxy.{name}")
    assert caught.value.error_type == f"Server.ServerProxy.{name}"


def test_any_other_fault_of_a_server_may_pass_and_a_fault_of_ours_does_not() -> None:
    with pytest.raises(api.RegisterUnavailable) as caught:
        meaning(error_type="server.clientproxy.network_error")
    assert caught.value.reason == "server.clientproxy.network_error"
    with pytest.raises(api.RegisterRefused):
        meaning(error_type="client.bad_request")


@pytest.mark.parametrize("name", sorted(PARCEL))
def test_every_parameter_that_is_answered_must_be_answered_as_it_was_sent(name: str) -> None:
    contract = api.get_contract("pla.parcel")
    check_parameters(contract, PARCEL)
    parcel = {
        "locality": {"ar": "م", "en": "L"},
        "basin": "7",
        "parcel": "12",
        "area_m2": 500,
        "kind": {"ar": "أرض", "en": "Land"},
        "owners": [{"id_number": LAYLA, "name": PERSON["name"], "numerator": 1, "denominator": 1}],
        "liens": [],
    }
    answer = {"id_number": LAYLA, "found": True, "parcel": parcel, "extracted_at": "2026-11-23T10:00:00Z"}
    assert validate_answer(contract, answer, subject_id=LAYLA, parameters=PARCEL)["found"] is True
    changed = {**PARCEL, name: "99"}
    if contract.parameters[name].answers is None:
        assert validate_answer(contract, answer, subject_id=LAYLA, parameters=changed)
        return
    with pytest.raises(api.AnswerMalformed) as caught:
        validate_answer(contract, answer, subject_id=LAYLA, parameters=changed)
    assert caught.value.place == f"$.{contract.parameters[name].answers}"
