from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hukumati.identity.domain.pkce import challenge_of
from hukumati.identity.domain.sender_constraints import NOTHING, Possession
from hukumati.identity.models import Account, AccountState, Client, Grant, LoginSession
from hukumati.identity.tests.browser import CALLBACK, VERIFIER
from hukumati.identity.tests.moments import MINUTE, NOON, REQUEST, SECOND
from hukumati.identity.use_cases import grants, tokens
from hukumati.identity.use_cases.retention import remove_old_rows
from hukumati.identity.use_cases.sessions import open_session
from hukumati.identity.use_cases.tokens import IssuedTokens, Issuing

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PORTAL = Issuing(client_id="portal", possession=NOTHING, is_public=False, may_refresh=True, now=NOON)
PUBLIC = replace(PORTAL, is_public=True, possession=Possession(jkt="k" * 43))
OFFLINE = replace(REQUEST, scopes=("openid", "identity", "offline_access"))


@pytest.fixture
def session(account: Account) -> LoginSession:
    """A login session of Layla since noon."""
    client = Client.objects.get(client_id="portal")
    return open_session(
        account=account, factors=["pwd", "sms"], client=client, cookie="cookie", replaced=None, now=NOON
    )


def _redeem(
    code: str, issuing: Issuing = PORTAL, *, verifier: str = VERIFIER, redirect_uri: str = CALLBACK
) -> IssuedTokens | None:
    return tokens.redeem_code(code=code, redirect_uri=redirect_uri, challenge=challenge_of(verifier), issuing=issuing)


def _issued(session: LoginSession, issuing: Issuing = PORTAL, *, offline: bool = False) -> IssuedTokens:
    request = OFFLINE if offline else REQUEST
    issued = _redeem(grants.issue_code(session=session, request=request, now=issuing.now), issuing)
    assert issued is not None
    return issued


def _refresh(
    token: str, issuing: Issuing = PORTAL, *, at: datetime = NOON, rotates: bool = True
) -> IssuedTokens | None:
    return tokens.refresh(token=token, scopes=None, rotates=rotates, issuing=replace(issuing, now=at))


def test_a_code_is_redeemed_within_a_minute_by_its_client(session: LoginSession) -> None:
    code = grants.issue_code(session=session, request=REQUEST, now=NOON)
    assert _redeem(code, replace(PORTAL, now=NOON + MINUTE)) is None
    assert _redeem(code, replace(PORTAL, client_id="workplace")) is None
    issued = _redeem(code, replace(PORTAL, now=NOON + MINUTE - SECOND))
    assert issued is not None
    assert (issued.nonce, issued.scopes) == ("n", ("openid", "identity"))
    assert (issued.grant.login_session, issued.grant.revoked_at) == (session, None)


def test_a_code_is_used_up_by_a_wrong_verifier_or_address(session: LoginSession) -> None:
    for verifier, redirect_uri in (("x" * 43, CALLBACK), (VERIFIER, "https://elsewhere.example.test/")):
        code = grants.issue_code(session=session, request=REQUEST, now=NOON)
        assert _redeem(code, verifier=verifier, redirect_uri=redirect_uri) is None
        assert _redeem(code) is None


def test_a_code_that_is_bound_to_a_key_needs_that_key(session: LoginSession) -> None:
    request = replace(REQUEST, dpop_jkt="k" * 43)
    for issuing, is_right in (
        (PORTAL, False),
        (replace(PORTAL, possession=Possession(jkt="l" * 43)), False),
        (PUBLIC, True),
    ):
        code = grants.issue_code(session=session, request=request, now=NOON)
        assert (_redeem(code, issuing) is not None) is is_right


def test_a_second_redemption_revokes_the_grant_and_only_that(session: LoginSession) -> None:
    codes = [grants.issue_code(session=session, request=REQUEST, now=NOON) for _ in range(2)]
    first, second = (_redeem(code) for code in codes)
    assert first is not None
    assert second is not None
    assert _redeem(codes[0], replace(PORTAL, now=NOON + SECOND)) is None
    first.grant.refresh_from_db()
    assert first.grant.revoked_at == NOON + SECOND
    assert _refresh(first.refresh_token) is None
    assert tokens.issue_tokens(grant_id=first.grant.id, issuing=PORTAL) is None
    assert tokens.issue_tokens(grant_id=second.grant.id, issuing=PORTAL) is not None


def test_an_access_token_is_valid_for_ten_minutes_while_its_grant_is(session: LoginSession) -> None:
    token = _issued(session).access_token

    def grant(text: str, after: timedelta = timedelta()) -> Grant | None:
        usable = tokens.find_usable(access_token=text, now=NOON + after)
        return usable.grant if usable else None

    assert grant(token, 10 * MINUTE - SECOND) is not None
    assert grant(token, 10 * MINUTE) is None
    assert grant("another") is None
    LoginSession.objects.update(ended_at=NOON)
    assert grant(token) is None


def test_requirement_33_tokens_of_a_suspended_account_are_dead_at_once(session: LoginSession) -> None:
    issued = _issued(session, offline=True)
    Account.objects.update(state=AccountState.SUSPENDED)
    assert tokens.find_usable(access_token=issued.access_token, now=NOON) is None
    assert _refresh(issued.refresh_token) is None
    assert tokens.issue_tokens(grant_id=issued.grant.id, issuing=PORTAL) is None


def test_only_clients_with_the_grant_receive_refresh_tokens(session: LoginSession) -> None:
    assert _issued(session, replace(PORTAL, may_refresh=False), offline=True).refresh_token == ""


def test_requirement_05_a_refresh_token_is_rotated_and_used_once(session: LoginSession) -> None:
    first = _issued(session)
    second = _refresh(first.refresh_token)
    assert second is not None
    assert second.refresh_token not in {"", first.refresh_token}
    assert tokens.find_usable(access_token=second.access_token, now=NOON) is not None
    assert _refresh(first.refresh_token) is None
    assert _refresh(second.refresh_token) is not None


def test_a_refresh_token_that_is_not_rotated_stays(session: LoginSession) -> None:
    token = _issued(session).refresh_token
    for _ in range(3):
        again = _refresh(token, rotates=False)
        assert again is not None
        assert again.refresh_token == ""


def test_online_refresh_ends_with_the_session_and_offline_goes_on(session: LoginSession) -> None:
    online, offline = _issued(session), _issued(session, offline=True)
    LoginSession.objects.update(ended_at=NOON)
    assert _refresh(online.refresh_token) is None
    assert _refresh(offline.refresh_token) is not None


@pytest.mark.parametrize(("offline", "idle", "total"), [(False, timedelta(hours=1), DAY), (True, 30 * DAY, 180 * DAY)])
def test_refreshing_ends_after_an_idle_time_and_after_a_total_time(
    session: LoginSession, offline: bool, idle: timedelta, total: timedelta
) -> None:
    for rotates in (True, False):
        issued = _issued(session, offline=offline)
        assert _refresh(issued.refresh_token, at=NOON + idle, rotates=rotates) is None
        token, moment, step = issued.refresh_token, NOON, idle - SECOND
        while (moment := moment + step) < NOON + total:
            again = _refresh(token, at=moment, rotates=rotates)
            assert again is not None
            token = again.refresh_token or token
        assert _refresh(token, at=NOON + total, rotates=rotates) is None


def test_a_public_clients_refresh_token_is_bound_to_its_key(session: LoginSession) -> None:
    issued = _issued(session, PUBLIC)
    thief = replace(PUBLIC, possession=Possession(jkt="l" * 43))
    assert _refresh(issued.refresh_token, thief) is None
    assert _refresh(issued.refresh_token, PORTAL) is None
    again = _refresh(issued.refresh_token, PUBLIC)
    assert again is not None
    usable = tokens.find_usable(access_token=again.access_token, now=NOON)
    assert usable is not None
    assert usable.token.required == PUBLIC.possession


def test_a_confidential_client_may_refresh_with_another_key(session: LoginSession) -> None:
    issued = _issued(session, replace(PORTAL, possession=Possession(jkt="k" * 43)))
    again = _refresh(issued.refresh_token, replace(PORTAL, possession=Possession(x5t_s256="c" * 43)))
    assert again is not None
    usable = tokens.find_usable(access_token=again.access_token, now=NOON)
    assert usable is not None
    assert usable.token.required == Possession(x5t_s256="c" * 43)


def test_a_refresh_may_ask_for_less_and_never_for_more(session: LoginSession) -> None:
    issued = _issued(session)
    refused = tokens.refresh(token=issued.refresh_token, scopes=["openid", "phone"], rotates=True, issuing=PORTAL)
    assert refused is None
    narrowed = tokens.refresh(token=issued.refresh_token, scopes=["openid"], rotates=True, issuing=PORTAL)
    assert narrowed is not None
    usable = tokens.find_usable(access_token=narrowed.access_token, now=NOON)
    assert usable is not None
    assert usable.scopes == ["openid"]
    full = _refresh(narrowed.refresh_token)
    assert full is not None
    assert full.scopes == ("openid", "identity")


def test_withdrawn_consent_ends_the_grants_of_that_client_alone(session: LoginSession) -> None:
    issued = _issued(session, offline=True)
    grants.revoke_grants(account_id=session.account_id, client_id="workplace", now=NOON)
    assert tokens.find_usable(access_token=issued.access_token, now=NOON) is not None
    grants.revoke_grants(account_id=session.account_id, client_id="portal", now=NOON)
    assert tokens.find_usable(access_token=issued.access_token, now=NOON) is None
    assert _refresh(issued.refresh_token) is None


def test_offline_grants_are_kept_and_ended_ones_swept(session: LoginSession) -> None:
    _issued(session)
    kept = _issued(session, offline=True)
    revoked = _issued(session, offline=True)
    grants.revoke_grant(grant_id=revoked.grant.id, now=NOON)
    remove_old_rows(now=NOON + 4 * DAY)
    assert list(Grant.objects.all()) == [kept.grant]
    assert _refresh(kept.refresh_token, at=NOON + 4 * DAY) is not None
