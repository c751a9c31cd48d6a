"""Sites of government bodies: what may be registered, who decides, and what their developers read of refusals."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest
from joserfc.jwk import ECKey, KeySet

from hukumati.core import audit
from hukumati.core.bilingual import Bilingual
from hukumati.identity import api
from hukumati.identity.domain.client_registration import accept_metadata
from hukumati.identity.domain.tokens import is_token
from hukumati.identity.models import Client, ClientFault, Grant
from hukumati.identity.tests.browser import Browser
from hukumati.identity.tests.moments import NOON
from hukumati.identity.use_cases.client_faults import KEPT, list_faults, note_fault

pytestmark = pytest.mark.django_db
MANAGER, OPERATOR, BODY = "MOC-0001", "MTDE-0001", "moc"
LIBRARY: Final = api.SiteMetadata(
    client_name=Bilingual(ar="المكتبات", en="Libraries"),
    purpose="A library card.",
    redirect_uris=("https://library.example/callback",),
    post_logout_redirect_uris=("https://library.example/",),
    scopes={"identity": "The card bears a name."},
    legal_basis="Illustrative by-law",
)
KEY: Final = ECKey.generate_key("P-256", {"kid": "one"})
PUBLIC: Final[Mapping[str, object]] = dict(KeySet([KEY]).as_dict(private=False))


def _request(metadata: api.SiteMetadata = LIBRARY) -> api.RegisteredSite:
    return api.request_client(metadata=metadata, owner=BODY, official=MANAGER, now=NOON)


def _decide(client_id: str, act: api.SiteAct, *, by: str = OPERATOR, note: str = "") -> str:
    return api.decide_client(client_id=client_id, act=act, operator=by, note=note, now=NOON)


def test_a_site_waits_until_an_operator_approves_it() -> None:
    made = _request()
    assert api.get_site(client_id=made.client_id).state == "requested"
    _decide(made.client_id, api.SiteAct.APPROVE)
    assert api.get_site(client_id=made.client_id, owner=BODY).state == "active"
    actions = [entry.action for entry in audit.list_entries(subject=f"client:{made.client_id}")]
    assert actions == ["identity.client_requested", "identity.client_approve"]


def test_requirement_42_nobody_approves_what_they_asked_for() -> None:
    made = _request()
    with pytest.raises(api.NotInThisState):
        _decide(made.client_id, api.SiteAct.APPROVE, by=MANAGER)
    assert api.get_site(client_id=made.client_id).state == "requested"


def test_the_secret_is_told_once_and_kept_as_a_digest() -> None:
    made = _request()
    client = Client.objects.get(client_id=made.client_id)
    assert client.secret_digest is not None
    assert is_token(presented=made.secret, stored=bytes(client.secret_digest))
    assert not any(made.secret in str(value) for value in vars(client).values())


def test_a_site_with_keys_of_its_own_gets_no_secret() -> None:
    made = _request(replace(LIBRARY, jwks=PUBLIC))
    client = Client.objects.get(client_id=made.client_id)
    assert (made.secret, client.secret_digest, client.token_endpoint_auth_method) == ("", None, "private_key_jwt")
    with pytest.raises(api.NotInThisState):
        api.rotate_secret(client_id=made.client_id, owner=BODY, official=MANAGER)


def test_a_new_secret_makes_the_one_before_worthless() -> None:
    made = _request()
    secret = api.rotate_secret(client_id=made.client_id, owner=BODY, official=MANAGER)
    stored = bytes(Client.objects.get(client_id=made.client_id).secret_digest or b"")
    assert is_token(presented=secret, stored=stored)
    assert not is_token(presented=made.secret, stored=stored)


def test_a_change_of_a_site_in_use_waits_for_approval() -> None:
    made = _request()
    _decide(made.client_id, api.SiteAct.APPROVE)
    moved = replace(LIBRARY, redirect_uris=("https://new.example/callback",))
    api.change_client(client_id=made.client_id, metadata=moved, owner=BODY, official=MANAGER, now=NOON)
    assert Client.objects.get(client_id=made.client_id).redirect_uris == list(LIBRARY.redirect_uris)
    assert api.list_sites()[0].waits
    _decide(made.client_id, api.SiteAct.APPROVE)
    assert Client.objects.get(client_id=made.client_id).redirect_uris == ["https://new.example/callback"]
    assert not api.get_site(client_id=made.client_id).waits


def test_a_change_that_is_sent_back_leaves_the_site_as_it_is_and_says_why() -> None:
    made = _request()
    _decide(made.client_id, api.SiteAct.APPROVE)
    moved = replace(LIBRARY, redirect_uris=("https://new.example/callback",))
    api.change_client(client_id=made.client_id, metadata=moved, owner=BODY, official=MANAGER, now=NOON)
    _decide(made.client_id, api.SiteAct.SEND_BACK, note="Whose host is this?")
    site = api.get_site(client_id=made.client_id)
    assert (site.note, site.metadata.redirect_uris) == ("Whose host is this?", LIBRARY.redirect_uris)
    with pytest.raises(api.NotInThisState):
        _decide(made.client_id, api.SiteAct.APPROVE)


def test_a_site_that_moves_from_keys_to_a_secret_gets_one_when_that_is_approved() -> None:
    made = _request(replace(LIBRARY, jwks=PUBLIC))
    assert _decide(made.client_id, api.SiteAct.APPROVE) == ""
    api.change_client(client_id=made.client_id, metadata=LIBRARY, owner=BODY, official=MANAGER, now=NOON)
    assert _decide(made.client_id, api.SiteAct.APPROVE)


def test_suspending_a_site_ends_what_it_was_granted(provider: None, browser: Browser) -> None:
    browser.sign_in()
    Client.objects.filter(client_id="portal").update(owner=BODY)
    made = _request()
    _decide(made.client_id, api.SiteAct.APPROVE)
    Grant.objects.update(client_id=made.client_id)
    _decide(made.client_id, api.SiteAct.SUSPEND, note="Its host was taken over.")
    assert not Grant.objects.filter(revoked_at=None).exists()
    assert api.get_site(client_id=made.client_id).state == "suspended"
    _decide(made.client_id, api.SiteAct.RESUME)
    assert api.get_site(client_id=made.client_id).state == "active"


@pytest.mark.parametrize("act", [api.SiteAct.SUSPEND, api.SiteAct.RESUME])
def test_only_what_is_in_use_is_suspended_and_only_what_is_suspended_is_resumed(act: api.SiteAct) -> None:
    with pytest.raises(api.NotInThisState):
        _decide(_request().client_id, act)


def test_another_body_neither_sees_nor_changes_a_site() -> None:
    made = _request()
    assert api.list_sites(owner="moh") == ()
    for attempt in (
        lambda: api.get_site(client_id=made.client_id, owner="moh"),
        lambda: api.rotate_secret(client_id=made.client_id, owner="moh", official="MOH-1"),
    ):
        with pytest.raises(api.NoSuchSite):
            attempt()


def test_a_site_for_trying_is_usable_at_once_and_may_stand_on_this_computer() -> None:
    made = _request(replace(LIBRARY, is_sandbox=True, redirect_uris=("http://localhost:3000/callback",)))
    assert Client.objects.get(client_id=made.client_id).state == "active"
    with pytest.raises(api.NotInThisState):
        api.change_client(client_id=made.client_id, metadata=LIBRARY, owner=BODY, official=MANAGER, now=NOON)


@pytest.mark.parametrize(
    ("changes", "flaw"),
    [
        ({"redirect_uris": ()}, api.Flaw.MISSING),
        ({"redirect_uris": tuple(f"https://a.example/{n}" for n in range(11))}, api.Flaw.TOO_MANY),
        ({"redirect_uris": ("https://a.example/" + "x" * 500,)}, api.Flaw.TOO_LONG),
        ({"redirect_uris": ("http://a.example/",)}, api.Flaw.NOT_HTTPS),
        ({"redirect_uris": ("http://localhost/",)}, api.Flaw.NOT_HTTPS),
        ({"redirect_uris": ("http://localhost.evil.example/",), "is_sandbox": True}, api.Flaw.NOT_HTTPS),
        ({"redirect_uris": ("https://a.example/#x",)}, api.Flaw.FRAGMENT),
        ({"redirect_uris": ("https://a.example/#",)}, api.Flaw.FRAGMENT),
        ({"redirect_uris": ("https://*.example/",)}, api.Flaw.NOT_AN_ADDRESS),
        ({"redirect_uris": ("https://user@a.example/",)}, api.Flaw.NOT_AN_ADDRESS),
        ({"redirect_uris": ("javascript:alert(1)",)}, api.Flaw.NOT_AN_ADDRESS),
        ({"redirect_uris": ("/callback",)}, api.Flaw.NOT_AN_ADDRESS),
        ({"redirect_uris": ("https://a.example:port/",)}, api.Flaw.NOT_AN_ADDRESS),
        ({"redirect_uris": ("https://[::1/",)}, api.Flaw.NOT_AN_ADDRESS),
        ({"redirect_uris": ("https://a.example/\n",)}, api.Flaw.NOT_AN_ADDRESS),
        ({"redirect_uris": ("https://مثال.example/",)}, api.Flaw.NOT_AN_ADDRESS),
        ({"redirect_uris": ("https://a.example/", "https://b.example/")}, api.Flaw.OTHER_HOST),
        ({"backchannel_logout_uri": "http://a.example/"}, api.Flaw.NOT_HTTPS),
        ({"jwks_uri": "file:///etc/passwd"}, api.Flaw.NOT_AN_ADDRESS),
        ({"jwks": {}}, api.Flaw.UNUSABLE_KEYS),
        ({"jwks": dict(KeySet([KEY]).as_dict(private=True))}, api.Flaw.UNUSABLE_KEYS),
        ({"jwks": PUBLIC, "jwks_uri": "https://a.example/jwks"}, api.Flaw.TWO_KEY_SETS),
        ({"scopes": {"staff": "why not"}}, api.Flaw.NOT_OFFERED),
        ({"scopes": {"everything": "why not"}}, api.Flaw.NOT_OFFERED),
        ({"scopes": {"identity": " "}}, api.Flaw.NO_REASON),
    ],
)
def test_what_cannot_be_registered_is_refused_with_its_reason(changes: dict[str, object], flaw: api.Flaw) -> None:
    with pytest.raises(api.UnacceptableSite) as refused:
        accept_metadata(replace(LIBRARY, **changes))  # type: ignore[arg-type]
    assert [mistake.flaw for mistake in refused.value.mistakes] == [flaw]


def test_metadata_survive_being_kept() -> None:
    metadata = replace(LIBRARY, jwks=PUBLIC, is_sandbox=True)
    assert api.SiteMetadata.from_json(metadata.as_json()) == metadata


def test_refusals_are_kept_for_the_developers_of_the_site(provider: None, browser: Browser) -> None:
    made = _request(replace(LIBRARY, is_sandbox=True))
    query = {"client_id": made.client_id, "redirect_uri": LIBRARY.redirect_uris[0], "response_type": "token"}
    browser.http.get("/authorize", query)
    browser.http.get("/authorize", {**query, "redirect_uri": "https://evil.example/"})
    browser.http.post("/token", {"grant_type": "authorization_code", "client_id": made.client_id, "code": "x"})
    found = [(fault.endpoint, fault.error) for fault in list_faults(client_id=made.client_id)]
    assert found == [
        ("token", "invalid_client"),
        ("authorize", "unusable_request"),
        ("authorize", "unsupported_response_type"),
    ]


def test_the_newest_fifty_refusals_are_kept_and_a_flood_is_not_written_down() -> None:
    made = _request()
    for number in range(KEPT):
        ClientFault.objects.create(client_id=made.client_id, endpoint="token", error=f"old-{number}", at=NOON)
    for number in range(40):
        note_fault(
            client_id=made.client_id,
            endpoint="token",
            error=f"new-{number}",
            description="x" * 999,
            now=NOON + timedelta(seconds=number),
        )
    found = list_faults(client_id=made.client_id)
    assert (len(found), found[0].error, found[29].error, found[30].error) == (KEPT, "new-29", "new-0", "old-49")


def test_what_a_site_expects_is_no_fault_and_nobody_elses_request_is_kept() -> None:
    made = _request()
    note_fault(client_id=made.client_id, endpoint="authorize", error="login_required", description="", now=NOON)
    note_fault(client_id="nobody", endpoint="authorize", error="invalid_request", description="", now=NOON)
    assert not ClientFault.objects.exists()
