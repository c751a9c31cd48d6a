"""Every flow of the provider, driven by client libraries that are not ours. Run by `make conformance`."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from joserfc.jwk import ECKey

from hukumati.project.run.platform import Platform
from tests.conformance.identity.sites import LAYLA, PHONE, Line, Person, register, running

pytestmark = pytest.mark.platform
LIBRARIES: Final = ("openid_client", "oauth4webapi")


@pytest.fixture
def layla(platform: Platform) -> Iterator[Person]:
    """A person with a new browser."""
    person = Person(platform, LAYLA, PHONE, language="en")
    yield person
    person.browser.close()


def _drive(platform: Platform, person: Person, library: str, flow: str, **more: Any) -> Line:
    site = register(
        platform,
        f"{library}-{flow}".replace("_", "-"),
        method=more.pop("method", "client_secret_basic"),
        keys=more.pop("keys", []),
        options=more.pop("options", {}),
    )
    with running(site, library, flow, **more) as conversation:
        return conversation.until_result(lambda line: person.go(line["open"]))


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_code_flow_gives_the_library_an_id_token_and_userinfo(
    platform: Platform, layla: Person, library: str
) -> None:
    result = _drive(platform, layla, library, "code")
    assert result["claims"]["acr"] == "urn:hukumati:acr:substantial"
    assert result["userinfo"]["sub"] == result["claims"]["sub"]
    assert result["userinfo"]["phone_number"] == PHONE


@pytest.mark.parametrize("library", LIBRARIES)
def test_logout_by_the_library_returns_to_the_site_with_its_state(
    platform: Platform, layla: Person, library: str
) -> None:
    assert _drive(platform, layla, library, "logout")["claims"]["sid"]


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_response_comes_in_a_posted_form_too(platform: Platform, layla: Person, library: str) -> None:
    assert _drive(platform, layla, library, "form_post")["claims"]["sub"]


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_stolen_refresh_token_ends_its_family(platform: Platform, layla: Person, library: str) -> None:
    options = {"grant_types": ["authorization_code", "refresh_token"]}
    result = _drive(platform, layla, library, "refresh", options=options)
    assert (result["stolen"], result["family"]) == ("invalid_grant", "invalid_grant")


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_revoked_token_is_no_longer_active(platform: Platform, layla: Person, library: str) -> None:
    assert _drive(platform, layla, library, "revocation") == {"before": True, "after": False}


@pytest.mark.parametrize("library", LIBRARIES)
def test_userinfo_is_signed_for_who_wants_it(platform: Platform, layla: Person, library: str) -> None:
    options = {"userinfo_signed_response_alg": "ES256"}
    result = _drive(platform, layla, library, "signed_userinfo", options=options, userinfo_alg="ES256")
    assert result["userinfo"]["phone_number"] == PHONE


@pytest.mark.parametrize("library", LIBRARIES)
def test_fapi_security_profile_with_private_key_jwt_and_dpop(platform: Platform, layla: Person, library: str) -> None:
    result = _drive(platform, layla, library, "fapi_security", **_fapi("fapi2_security"))
    assert result["token_type"].lower() == "dpop"
    assert result["userinfo"]["phone_number"] == PHONE


@pytest.mark.parametrize("library", LIBRARIES)
def test_fapi_message_signing_of_request_response_and_introspection(
    platform: Platform, layla: Person, library: str
) -> None:
    result = _drive(platform, layla, library, "fapi_message_signing", **_fapi("fapi2_message_signing"))
    assert result["token_type"].lower() == "dpop"
    assert result["active"] is True


def _fapi(profile: str) -> Line:
    """Return how a site that is held to FAPI 2.0 is registered, and the private key that only its program has."""
    key = ECKey.generate_key("P-256", {"alg": "ES256", "use": "sig"}, auto_kid=True)
    return {
        "method": "private_key_jwt",
        "keys": [key.as_dict(private=False)],
        "key": key.as_dict(private=True),
        "options": {"profile": profile, "dpop_bound_access_tokens": True},
    }
