from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hukumati.core.bilingual import Bilingual
from hukumati.identity.domain.accounts import Staff
from hukumati.identity.domain.authorization import AuthorizationRequest
from hukumati.identity.domain.claims import (
    METADATA,
    SCOPES,
    Authentication,
    Holder,
    granted_scopes,
    id_token_claims,
    userinfo_claims,
)
from hukumati.identity.domain.tokens import is_token, new_token, token_digest

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
STAFF = Staff("MOJ-0001", "moj", "MOJ-RAM", frozenset({"officer", "clerk"}))
HOLDER = Holder("400000006", Bilingual(ar="ليلى", en="Layla"), "+970599000112", "layla@example.test", STAFF)
EMPTY = Holder(None, Bilingual(ar="ليلى", en="Layla"), "", "", None)


@pytest.mark.parametrize(
    ("scope", "claims"),
    [
        ("openid", {}),
        ("identity", {"id_number": "400000006", "name": "ليلى", "name#ar": "ليلى", "name#en": "Layla"}),
        ("phone", {"phone_number": "+970599000112", "phone_number_verified": True}),
        ("email", {"email": "layla@example.test", "email_verified": True}),
        (
            "staff",
            {"staff": {"number": "MOJ-0001", "provider": "moj", "office": "MOJ-RAM", "roles": ["clerk", "officer"]}},
        ),
    ],
)
def test_each_scope_releases_its_own_claims(scope: str, claims: dict[str, object]) -> None:
    assert userinfo_claims(subject="s", holder=HOLDER, scopes=[scope]) == {"sub": "s", **claims}


def test_what_an_account_has_not_is_left_out() -> None:
    assert userinfo_claims(subject="s", holder=EMPTY, scopes=SCOPES) == {
        "sub": "s",
        "name": "ليلى",
        "name#ar": "ليلى",
        "name#en": "Layla",
    }


def test_scopes_are_granted_if_requested_known_and_allowed() -> None:
    assert granted_scopes(["email", "openid"], allowed=["openid", "email", "phone"]) == ("openid", "email")
    assert granted_scopes(["openid", "staff", "admin"], allowed=["openid", "admin"]) == ("openid",)
    assert granted_scopes([], allowed=["openid"]) == ()


def test_a_client_that_has_no_use_of_the_session_is_not_told_its_identifier() -> None:
    token = id_token_claims(
        issuer="i",
        subject="s",
        client="c",
        nonce="",
        access_token="t",
        authentication=Authentication(NOON, "a", ("b",), ""),
        now=NOON,
    )
    assert "sid" not in token


def test_the_metadata_names_every_claim_that_is_given() -> None:
    token = id_token_claims(
        issuer="i",
        subject="s",
        client="c",
        nonce="n",
        access_token="t",
        authentication=Authentication(NOON, "a", ("b",), "d"),
        now=NOON,
    )
    given = set(token) | set(userinfo_claims(subject="s", holder=HOLDER, scopes=SCOPES))
    assert set(METADATA["claims_supported"]) == given  # type: ignore[call-overload]
    assert METADATA["scopes_supported"] == ["openid", "identity", "phone", "email", "staff", "offline_access"]


def test_an_id_token_lives_five_minutes_and_says_how_the_person_signed_in() -> None:
    signed_in = Authentication(NOON - timedelta(minutes=7), "level", ("pwd", "sms"), "the-session")
    claims = id_token_claims(
        issuer="https://id",
        subject="s",
        client="portal",
        nonce="n",
        access_token="t",
        authentication=signed_in,
        now=NOON,
    )
    noon = int(NOON.timestamp())
    assert claims == {
        "iss": "https://id",
        "sub": "s",
        "aud": "portal",
        "iat": noon,
        "exp": noon + 300,
        "auth_time": noon - 420,
        "acr": "level",
        "amr": ["pwd", "sms"],
        "sid": "the-session",
        "at_hash": "47mKTaMaEn1L3m5DAz9mug",
        "nonce": "n",
    }


def test_without_a_nonce_in_the_request_there_is_none_in_the_token() -> None:
    signed_in = Authentication(NOON, "level", ("pwd",), "the-session")
    claims = id_token_claims(
        issuer="i", subject="s", client="c", nonce="", access_token="t", authentication=signed_in, now=NOON
    )
    assert "nonce" not in claims


def test_a_stored_request_is_read_back_as_it_was() -> None:
    request = AuthorizationRequest(
        client_id="portal",
        redirect_uri="https://portal/callback",
        scopes=("openid", "email"),
        state="s",
        nonce="n",
        challenge="c" * 43,
        prompts=frozenset({"login", "consent"}),
        max_age=60,
        language="en",
    )
    assert AuthorizationRequest.from_json(request.as_json()) == request
    for other in (replace(request, max_age=None), replace(request, prompts=frozenset())):
        assert AuthorizationRequest.from_json(other.as_json()) == other


def test_a_token_has_256_random_bits_and_is_recognised_by_its_digest() -> None:
    token = new_token()
    assert len(token) == 43
    assert new_token() != token
    assert len(token_digest(token)) == 32
    assert is_token(presented=token, stored=token_digest(token)) is True
    assert is_token(presented=token + "x", stored=token_digest(token)) is False
