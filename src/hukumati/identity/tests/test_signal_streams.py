"""Streams of shared signals (SSF 1.0 §7 and §8.1): who may have one, and what may be said of it."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client as HttpClient

from hukumati.core import audit, clock
from hukumati.identity.models import Client, SignalReceiver, SignalStream, WaitingSignal
from hukumati.identity.tests.browser import HOST, basic
from hukumati.identity.tests.proofs import Prover
from hukumati.identity.tests.receivers import HEADER, POLL, PUSH, SESSION_REVOKED, Site, receiving, token_response
from hukumati.identity.tests.relying_parties import SITE, post, register_site
from hukumati.identity.use_cases.signal_streams import forbid_signals

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("provider")]
PUSHED = {"method": PUSH, "endpoint_url": "http://portal.localhost:9/signals"}
MANDATE_REVOKED = "urn:hukumati:secevent:mandate-revoked"


def test_the_transmitter_describes_itself_and_each_of_its_endpoints_answers() -> None:
    http = HttpClient(headers={"host": HOST})
    said = http.get("/.well-known/ssf-configuration").json()
    assert (said["issuer"], said["spec_version"]) == ("http://id.localhost:8001", "1_0")
    assert said["delivery_methods_supported"] == [PUSH, POLL]
    assert said["default_subjects"] == "ALL"
    for name, address in said.items():
        if name.endswith("_endpoint"):
            assert http.post(address.removeprefix(said["issuer"]), {}).status_code == 401


def test_only_a_site_that_an_operator_allowed_gets_a_token() -> None:
    assert token_response().json()["error"] == "unauthorized_client"
    site = receiving()
    assert site.call("GET", "/ssf/streams").json() == []
    forbid_signals(client_id="portal", actor="staff:operator")
    assert token_response().json()["error"] == "invalid_scope"
    assert site.call("GET", "/ssf/streams").status_code == 401


def test_the_operators_command_allows_and_forbids_and_is_in_the_audit_trail() -> None:
    for _ in range(2):
        call_command("identity_signals", "allow", "portal", "--actor", "staff:operator", stdout=StringIO())
    assert SignalReceiver.objects.get().allowed_by == "staff:operator"
    call_command("identity_signals", "forbid", "portal", "--actor", "staff:operator")
    actions = [each.action for each in audit.list_entries(subject="client:portal")]
    assert sorted(actions) == ["identity.signals_allowed", "identity.signals_forbidden"]
    with pytest.raises(CommandError):
        call_command("identity_signals", "allow", "nobody", "--actor", "staff:operator")


def test_a_token_of_a_site_reads_nobodys_data_and_ends_when_revoked_or_suspended() -> None:
    site = receiving()
    http = HttpClient(headers={"host": HOST, "authorization": f"Bearer {site.token}"})
    assert http.get("/userinfo").status_code == 401
    post("/revoke", {"token": site.token}, authorization=basic())
    assert site.call("GET", "/ssf/streams").status_code == 401
    other = receiving()
    Client.objects.filter(client_id="portal").update(state="suspended")
    assert other.call("GET", "/ssf/streams").status_code == 401


def test_who_may_read_may_not_change() -> None:
    receiving()
    reader = Site(token_response(scope="ssf.read openid").json()["access_token"])
    assert reader.call("GET", "/ssf/streams").status_code == 200
    assert reader.call("POST", "/ssf/streams", {}).status_code == 403
    assert token_response(scope="openid identity").json()["error"] == "invalid_scope"


def test_a_token_that_is_bound_to_a_key_is_worth_nothing_without_it() -> None:
    receiving()
    prover = Prover()
    answer = post(
        "/token", {"grant_type": "client_credentials"}, authorization=basic(), dpop=prover.prove("/token")
    ).json()
    token = answer["access_token"]
    assert answer["token_type"] == "DPoP"
    assert Site(token).call("GET", "/ssf/streams").status_code == 401
    proof = prover.prove("/ssf/streams", method="GET", token=token)
    http = HttpClient(headers={"host": HOST, "authorization": f"DPoP {token}", "dpop": proof})
    assert http.get("/ssf/streams").status_code == 200


def test_a_stream_is_created_read_changed_replaced_and_deleted() -> None:
    site = receiving()
    made = site.create(delivery=PUSHED | {"authorization_header": HEADER}, description="Signals")
    stream_id = made["stream_id"]
    assert (made["iss"], made["aud"]) == ("http://id.localhost:8001", "portal")
    assert made["events_delivered"] == [SESSION_REVOKED]
    assert made["delivery"] == PUSHED, "the receiver's secret is not repeated"
    assert SignalStream.objects.get().authorization_header == HEADER
    query = f"?stream_id={stream_id}"
    assert site.call("GET", "/ssf/streams", query=query).json() == made == site.call("GET", "/ssf/streams").json()[0]
    changed = site.call("PATCH", "/ssf/streams", {"stream_id": stream_id, "description": "Other"}).json()
    assert changed == made | {"description": "Other"}
    replaced = site.call("PUT", "/ssf/streams", {"stream_id": stream_id, "delivery": {"method": POLL}}).json()
    assert replaced["events_requested"] == []
    assert replaced["delivery"]["endpoint_url"].endswith(f"/ssf/poll/{stream_id}")
    assert site.call("DELETE", "/ssf/streams", query=query).status_code == 204
    assert site.call("DELETE", "/ssf/streams", query=query).status_code == 404


def test_a_site_has_one_stream() -> None:
    site = receiving()
    site.create()
    assert site.call("POST", "/ssf/streams", {}).status_code == 409


def test_the_end_of_mandates_is_offered_where_tokens_are_exchanged() -> None:
    site = receiving()
    assert MANDATE_REVOKED not in site.create(events_requested=[MANDATE_REVOKED])["events_supported"]
    row = Client.objects.get(client_id="portal")
    row.settings["grant_types"].append("urn:ietf:params:oauth:grant-type:token-exchange")
    row.save()
    assert MANDATE_REVOKED in site.call("GET", "/ssf/streams").json()[0]["events_delivered"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        '{"description": 1}',
        '{"description": "a", "description": "b"}',
        {"description": "a" * 201},
        {"description": "\x00"},
        {"events_requested": "all"},
        {"events_requested": [1]},
        {"events_requested": ["a"] * 51},
        {"delivery": None},
        {"delivery": {"method": "urn:ietf:rfc:9999"}},
        {"delivery": {"method": PUSH}},
        {"delivery": {"method": PUSH, "endpoint_url": "https://elsewhere.example/"}},
        {"delivery": {"method": PUSH, "endpoint_url": "http://169.254.169.254/"}},
        {"delivery": {"method": PUSH, "endpoint_url": "ftp://portal.localhost/"}},
        {"delivery": PUSHED | {"authorization_header": "Bearer a\r\nHost: b"}},
        {"delivery": PUSHED | {"authorization_header": "a" * 1001}},
    ],
)
def test_requirement_19_a_malformed_stream_or_an_address_elsewhere_is_refused(body: Any) -> None:
    answer = receiving().call("POST", "/ssf/streams", body)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert not SignalStream.objects.exists()


@pytest.mark.parametrize("stream_id", ["", "nothing", "\x00", "0b5fa5b6-60f1-4ff2-9ea0-5a2a7c3a9a11", 1, None])
def test_an_unknown_stream_is_not_found(stream_id: Any) -> None:
    site = receiving()
    site.create()
    for method, path in (("PATCH", "streams"), ("PUT", "streams"), ("POST", "status"), ("POST", "verification")):
        status = site.call(method, f"/ssf/{path}", {"stream_id": stream_id, "status": "paused"}).status_code
        assert status == (400 if stream_id == "\x00" else 404)


def test_a_stream_belongs_to_its_site() -> None:
    made = receiving().create()
    register_site(SITE)
    other, body = receiving(SITE), {"stream_id": made["stream_id"]}
    query = f"?stream_id={made['stream_id']}"
    assert other.call("GET", "/ssf/streams", query=query).status_code == 404
    assert other.call("DELETE", "/ssf/streams", query=query).status_code == 404
    assert other.call("POST", f"/ssf/poll/{made['stream_id']}", {}).status_code == 404
    assert other.call("POST", "/ssf/verification", body).status_code == 404
    assert other.call("PATCH", "/ssf/streams", body | {"aud": SITE}).status_code == 404


def test_the_audience_is_not_the_receivers_to_choose() -> None:
    site = receiving()
    body = {"stream_id": site.create()["stream_id"], "aud": "workplace"}
    assert site.call("PATCH", "/ssf/streams", body).status_code == 400


def test_a_stream_that_is_disabled_keeps_nothing() -> None:
    site = receiving()
    body: dict[str, Any] = {"stream_id": site.create()["stream_id"]}
    site.call("POST", "/ssf/verification", body)
    assert WaitingSignal.objects.count() == 1
    said = site.call("POST", "/ssf/status", body | {"status": "disabled", "reason": "Repair"}).json()
    assert said == body | {"status": "disabled", "reason": "Repair"}
    assert site.call("GET", "/ssf/status", query=f"?stream_id={body['stream_id']}").json() == said
    assert not WaitingSignal.objects.exists()
    assert site.call("POST", "/ssf/status", body | {"status": "asleep"}).status_code == 400


def test_a_second_verification_at_once_is_refused() -> None:
    site = receiving()
    body = {"stream_id": site.create()["stream_id"], "state": "s"}
    assert site.call("POST", "/ssf/verification", body).status_code == 204
    assert site.call("POST", "/ssf/verification", body).status_code == 429
    SignalStream.objects.update(verified_at=clock.now().replace(year=2020))
    assert site.call("POST", "/ssf/verification", body | {"state": 1}).status_code == 400
    assert site.call("POST", "/ssf/verification", body).status_code == 204


@pytest.mark.parametrize("subject", [None, "sub", [], {}, {"format": "unknown"}, {"format": ["iss_sub"]}])
def test_a_malformed_subject_is_refused(subject: Any) -> None:
    site = receiving()
    body = {"stream_id": site.create()["stream_id"], "subject": subject}
    assert site.call("POST", "/ssf/subjects/add", body).status_code == 400
    assert site.call("POST", "/ssf/subjects/remove", body).status_code == 400
