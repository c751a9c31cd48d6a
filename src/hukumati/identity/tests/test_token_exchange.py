"""Token exchange (RFC 8693): a person's token and a mandate become a token for whom it represents."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as HttpClient

from hukumati.core import audit, clock
from hukumati.core.bilingual import Bilingual
from hukumati.identity.domain.mandates import Deed, Kind, Scope, Source, Term
from hukumati.identity.http.oidc.grants.token_exchange import ACCESS_TOKEN, TokenExchange
from hukumati.identity.models import AccessToken, Account, Client, Grant, LoginSession, Mandate, Organisation, Person
from hukumati.identity.tests.browser import HOST, LAYLA, Browser, basic, redeem, userinfo
from hukumati.identity.use_cases import mandates
from hukumati.identity.use_cases.accounts import find_by_login
from hukumati.identity.use_cases.mandates import Proposal, accept_from_register
from hukumati.identity.use_cases.persons import RegisteredOrganisation, ensure_organisation, ensure_person, person_of

pytestmark = pytest.mark.django_db

SALMA, LATE, FIRST, SECOND = "401234562", "923456784", "900000001", "812223303"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _exchanging(provider: None) -> None:
    """The portal may exchange tokens."""
    Client.objects.filter(client_id="portal").update(
        settings={"grant_types": ["authorization_code", "refresh_token", TokenExchange.name]}
    )


@pytest.fixture
def layla(provider: None) -> Person:
    account = find_by_login(LAYLA)
    assert account is not None
    return person_of(account, now=clock.now())


def someone(number: str, name: str = "Salma Hannoun") -> Person:
    """Return a person without an account."""
    return ensure_person(number, name=Bilingual("سلمى", name), born_on=date(2017, 10, 5), now=clock.now())


def mandate_of(
    representative: Person, represented: Person | Organisation, *, kind: Kind = Kind.CHILD, **changes: Any
) -> Mandate:
    """Record a mandate on a register's word."""
    now = clock.now()
    values: dict[str, Any] = {"scope": Scope(), "term": Term(now - DAY, now + 365 * DAY), **changes}
    return accept_from_register(
        Proposal(
            kind=kind,
            source=Source.REGISTER,
            represented=represented,
            representative=representative,
            actor="system:test",
            **values,
        ),
        now=now,
    )


def token_of(browser: Browser, **changed: str) -> str:
    """Sign in and return an access token."""
    token: str = redeem(browser.sign_in(**changed)).json()["access_token"]
    return token


def exchange(token: str, mandate: Mandate | str, **changed: str | None) -> Any:
    """Post a token exchange, as the portal would."""
    form: dict[str, str | None] = {
        "grant_type": TokenExchange.name,
        "subject_token": token,
        "subject_token_type": ACCESS_TOKEN,
        "mandate_id": str(mandate),
        **changed,
    }
    sent = {name: value for name, value in form.items() if value is not None}
    return HttpClient(headers={"host": HOST, "authorization": basic()}).post("/token", sent)


def test_a_parent_receives_a_short_token_whose_subject_is_the_child(browser: Browser, layla: Person) -> None:
    token = token_of(browser)
    own = userinfo(token).json()
    answer = exchange(token, mandate_of(layla, someone(SALMA)))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    body = answer.json()
    assert body["issued_token_type"] == ACCESS_TOKEN
    assert body["token_type"] == "Bearer"
    assert body["scope"] == "openid identity"
    assert body["expires_in"] <= 600
    assert "refresh_token" not in body
    said = userinfo(body["access_token"]).json()
    assert said["id_number"] == SALMA
    assert said["name#en"] == "Salma Hannoun"
    assert said["sub"] not in {own["sub"], SALMA}
    assert said["act"] == {"sub": own["sub"]}
    assert said["mandate_id"] == str(Mandate.objects.get().id)
    assert said["mandate"]["kind"] == "child"
    assert not {"phone_number", "email"} & set(said)


def test_requirement_20_the_represented_and_the_actor_are_pairwise_too(browser: Browser, layla: Person) -> None:
    mandate = mandate_of(layla, someone(SALMA))
    here = userinfo(exchange(token_of(browser), mandate).json()["access_token"]).json()
    Client.objects.filter(client_id="portal").update(sector="elsewhere")
    there = userinfo(exchange(token_of(browser, prompt="login"), mandate).json()["access_token"]).json()
    assert here["sub"] != there["sub"]
    assert here["act"]["sub"] != there["act"]["sub"]


def test_requirement_32_each_use_and_each_release_is_in_the_ledgers_of_both(browser: Browser, layla: Person) -> None:
    token = exchange(token_of(browser), mandate_of(layla, someone(SALMA))).json()["access_token"]
    for _ in range(2):
        userinfo(token)
    children = [each.action for each in audit.list_entries(subject=f"person:{SALMA}")]
    assert children.count("identity.mandate_used") == 1
    assert children.count("identity.data_released") == 1
    (use,) = (each for each in audit.list_entries(subject=f"person:{LAYLA}") if each.action == "identity.mandate_used")
    assert use.details["client"] == "portal"
    assert audit.is_intact(subject=f"person:{SALMA}")


@pytest.mark.parametrize(
    "changed",
    [
        {"mandate_id": None},
        {"mandate_id": "mine"},
        {"mandate_id": "' OR '1'='1"},
        {"subject_token": None},
        {"subject_token": ""},
        {"subject_token": "x" * 43},
        {"subject_token": "x" * 5000},
        {"subject_token_type": None},
        {"subject_token_type": "urn:ietf:params:oauth:token-type:id_token"},
        {"requested_token_type": "urn:ietf:params:oauth:token-type:refresh_token"},
        {"actor_token": "x"},
    ],
)
def test_a_malformed_exchange_is_refused(browser: Browser, layla: Person, changed: dict[str, str | None]) -> None:
    refused = exchange(token_of(browser), mandate_of(layla, someone(SALMA)), **changed)
    assert refused.status_code == 400
    assert refused.json()["error"] == "invalid_request"
    assert Grant.objects.filter(acting__isnull=False).count() == 0


@pytest.mark.parametrize("name", ["audience", "resource"])
def test_another_audience_is_refused_by_name(browser: Browser, layla: Person, name: str) -> None:
    refused = exchange(token_of(browser), mandate_of(layla, someone(SALMA)), **{name: "https://moh.example"})
    assert refused.json()["error"] == "invalid_target"


@pytest.mark.parametrize("scope", ["openid phone", "identity email", "staff", "everything"])
def test_a_scope_above_is_refused(browser: Browser, layla: Person, scope: str) -> None:
    refused = exchange(token_of(browser), mandate_of(layla, someone(SALMA)), scope=scope)
    assert refused.json()["error"] == "invalid_scope"


def test_a_narrow_token_is_not_widened(browser: Browser, layla: Person) -> None:
    token = token_of(browser, scope="openid phone")
    mandate = mandate_of(layla, someone(SALMA))
    assert exchange(token, mandate, scope="openid identity").json()["error"] == "invalid_scope"
    assert exchange(token, mandate).json()["scope"] == "openid"


def test_the_mandate_of_another_is_refused(browser: Browser, layla: Person) -> None:
    stranger = mandate_of(someone(FIRST, "Khaled"), someone(SALMA))
    refused = exchange(token_of(browser), stranger)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_request")
    assert exchange(token_of(browser, prompt="login"), str(uuid4())).json() == refused.json(), (
        "none is told from others'"
    )


def test_the_represented_cannot_use_the_mandate_they_gave(browser: Browser, layla: Person) -> None:
    assert exchange(token_of(browser), mandate_of(someone(FIRST, "Khaled"), layla)).status_code == 400


@pytest.mark.parametrize("term", [Term(clock.now() - DAY, clock.now() - timedelta(seconds=1)), Term(clock.now() + DAY)])
def test_a_mandate_before_or_after_its_time_is_refused(browser: Browser, layla: Person, term: Term) -> None:
    assert exchange(token_of(browser), mandate_of(layla, someone(SALMA), term=term)).status_code == 400


def test_a_token_lives_no_longer_than_its_mandate(browser: Browser, layla: Person) -> None:
    soon = clock.now() + timedelta(seconds=90)
    answer = exchange(token_of(browser), mandate_of(layla, someone(SALMA), term=Term(clock.now() - DAY, soon))).json()
    assert answer["expires_in"] <= 90
    newest = AccessToken.objects.order_by("-issued_at")[0]
    assert newest.expires_at <= soon


def test_a_mandate_revoked_in_the_middle_of_a_flow_ends_its_token_at_once(browser: Browser, layla: Person) -> None:
    account = Account.objects.get()
    heir = mandate_of(layla, someone(LATE, "Late"), kind=Kind.HEIR)
    token = token_of(browser)
    acting = exchange(token, heir).json()["access_token"]
    assert userinfo(acting).status_code == 200
    mandates.revoke(mandate_id=heir.id, account=account, now=clock.now())
    assert userinfo(acting).status_code == 401
    assert exchange(token, heir).status_code == 400
    assert userinfo(token).status_code == 200, "the person's own token stays"


def test_signing_out_ends_the_token_for_another(browser: Browser, layla: Person) -> None:
    acting = exchange(token_of(browser), mandate_of(layla, someone(SALMA))).json()["access_token"]
    LoginSession.objects.update(ended_at=clock.now())
    assert userinfo(acting).status_code == 401


def test_revoking_the_grant_of_the_persons_own_ends_what_was_exchanged_from_it(browser: Browser, layla: Person) -> None:
    acting = exchange(token_of(browser), mandate_of(layla, someone(SALMA))).json()["access_token"]
    Grant.objects.filter(acting__isnull=True).update(revoked_at=clock.now())
    assert userinfo(acting).status_code == 401


def test_a_chain_of_three_is_nested_and_a_fourth_is_too_deep(browser: Browser, layla: Person) -> None:
    people = [someone(number, f"P{number}") for number in (SALMA, LATE, FIRST, SECOND)]
    token, holder = token_of(browser), layla
    for represented in people[:3]:
        token = exchange(token, mandate_of(holder, represented)).json()["access_token"]
        holder = represented
    act = userinfo(token).json()["act"]
    assert userinfo(token).json()["id_number"] == FIRST
    assert set(act["act"]["act"]) == {"sub"}
    assert len({act["sub"], act["act"]["sub"], act["act"]["act"]["sub"]}) == 3
    refused = exchange(token, mandate_of(people[2], people[3])).json()
    assert refused == {"error": "invalid_request", "error_description": "mandate: too_deep"}


def test_a_chain_that_comes_back_to_its_beginning_is_refused(browser: Browser, layla: Person) -> None:
    salma = someone(SALMA)
    token = exchange(token_of(browser), mandate_of(layla, salma)).json()["access_token"]
    refused = exchange(token, mandate_of(salma, layla, kind=Kind.HEIR)).json()
    assert refused["error_description"] == "mandate: loop"


def test_revoking_an_inner_mandate_ends_the_whole_chain(browser: Browser, layla: Person) -> None:
    salma = someone(SALMA)
    inner, outer = mandate_of(layla, salma), mandate_of(salma, someone(LATE, "Late"), kind=Kind.HEIR)
    first = exchange(token_of(browser), inner).json()["access_token"]
    second = exchange(first, outer).json()["access_token"]
    mandates.end(mandate_id=inner.id, actor="system:test", now=clock.now())
    assert userinfo(second).status_code == 401


def test_a_company_is_represented_without_an_id_number(browser: Browser, layla: Person) -> None:
    found = RegisteredOrganisation("561234567", Bilingual("شركة الزيتون", "Olive Company"), "limited")
    company = ensure_organisation(found, now=clock.now())
    mandate = mandate_of(layla, company, kind=Kind.COMPANY, signatures_needed=2)
    said = userinfo(exchange(token_of(browser), mandate).json()["access_token"]).json()
    assert said["name#en"] == "Olive Company"
    assert "id_number" not in said
    assert said["mandate"]["deeds"] == ["view"], "two sign together: alone one may only look"


def test_a_limited_mandate_is_for_the_sites_of_its_services(browser: Browser, layla: Person) -> None:
    mandate = mandate_of(layla, someone(SALMA), scope=Scope(("MOH-INS",), (Deed.VIEW,)))
    Client.objects.filter(client_id="portal").update(sector="elsewhere", owner="mot")
    refused = exchange(token_of(browser), mandate)
    assert refused.json()["error"] == "invalid_scope"
    Client.objects.filter(client_id="portal").update(owner="moh")
    said = userinfo(exchange(token_of(browser, prompt="login"), mandate).json()["access_token"]).json()
    assert (said["mandate"]["services"], said["mandate"]["deeds"]) == (["MOH-INS"], ["view"])


def test_a_low_sign_in_takes_up_no_mandate(browser: Browser, layla: Person) -> None:
    token = token_of(browser)
    Grant.objects.update(acr="urn:hukumati:acr:low")  # its session may have reached more since
    refused = exchange(token, mandate_of(layla, someone(SALMA))).json()
    assert refused["error_description"] == "mandate: assurance"


def test_the_token_of_another_client_is_not_exchanged(browser: Browser, layla: Person) -> None:
    token = token_of(browser)
    Grant.objects.update(client_id="workplace")
    assert exchange(token, mandate_of(layla, someone(SALMA))).status_code == 400


def test_a_client_that_was_not_given_the_grant_may_not_use_it(browser: Browser, layla: Person) -> None:
    token = token_of(browser)
    Client.objects.update(settings={})
    refused = exchange(token, mandate_of(layla, someone(SALMA)))
    assert refused.json()["error"] == "unauthorized_client"


def test_a_bound_token_needs_its_key_and_the_new_one_keeps_it(browser: Browser, layla: Person) -> None:
    token = token_of(browser)
    AccessToken.objects.update(jkt="A" * 43)
    assert exchange(token, mandate_of(layla, someone(SALMA))).status_code == 400


def test_introspection_tells_whom_the_token_represents_and_who_acts(browser: Browser, layla: Person) -> None:
    token = token_of(browser)
    acting = exchange(token, mandate_of(layla, someone(SALMA))).json()["access_token"]
    http = HttpClient(headers={"host": HOST, "authorization": basic()})
    said = http.post("/introspect", {"token": acting}).json()
    own = http.post("/introspect", {"token": token}).json()
    assert said["active"] is True
    assert said["sub"] == userinfo(acting).json()["sub"] != own["sub"]
    assert said["act"] == {"sub": own["sub"]}
    assert said["mandate_id"] == str(Mandate.objects.get().id)
    assert "act" not in own
