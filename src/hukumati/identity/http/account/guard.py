"""Who may open a page of one's own account: the person who is signed in, and for sensitive acts only just signed in."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from hukumati.core import clock
from hukumati.core.bilingual import active_language
from hukumati.identity.domain.authorization import OWN_PAGES, AuthorizationRequest
from hukumati.identity.domain.sms_caution import relies_on_sms
from hukumati.identity.http import cookies
from hukumati.identity.http.oidc.authorize import start_sign_in, suffices
from hukumati.identity.models import LoginSession
from hukumati.identity.use_cases.sessions import find_session
from hukumati.identity.use_cases.sms_caution import may_be_stolen

RECENT: Final = timedelta(minutes=10)
"""How long ago a person may have proved who they are before an act that is sensitive (requirement 29)."""

Parameters = ParamSpec("Parameters")
AccountView = Callable[Concatenate[HttpRequest, LoginSession, Parameters], HttpResponse]
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]


def account_page(view: AccountView[Parameters]) -> View[Parameters]:
    """Call a view with the login session; whoever has none signs in first, and comes back."""
    return _guarded(view, max_age=None)


def sensitive_page(view: AccountView[Parameters]) -> View[Parameters]:
    """Call a view with a login session of the last ten minutes; anybody else proves again who they are, and comes back.

    While the telephone may be a thief's, a sign-in by SMS is not enough.

    A form that is sent too late leads back to its page.
    """
    return _guarded(view, max_age=int(RECENT.total_seconds()))


def sign_in_again(request: HttpRequest, *, levels: Sequence[str] = ()) -> HttpResponse:
    """Lead to a new sign-in, whoever is signed in, and back to this page; `levels` are those that are wanted of it."""
    wanted = replace(_wanted(request, None), prompts=frozenset({"login"}), levels=tuple(levels))
    return start_sign_in(request, wanted, clock.now())


def _guarded(view: AccountView[Parameters], *, max_age: int | None) -> View[Parameters]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
        now = clock.now()
        session = find_session(cookie=cookies.read_cookie(request, cookies.SESSION), now=now)
        wanted = _wanted(request, max_age)
        if session is not None and max_age is not None and _is_sms_doubted(session, now):
            wanted = replace(wanted, beyond_sms=True)
        if session is None or not suffices(session, wanted, now):
            return start_sign_in(request, wanted, now)
        return view(request, session, *args, **kwargs)

    return guarded


def _is_sms_doubted(session: LoginSession, now: datetime) -> bool:
    is_sure = not relies_on_sms(session.amr, is_confirmed=session.is_confirmed)
    return not is_sure and may_be_stolen(session.account, sent_at=session.auth_time, now=now)


def _wanted(request: HttpRequest, max_age: int | None) -> AuthorizationRequest:
    path = request.get_full_path()
    safe = path if url_has_allowed_host_and_scheme(path, allowed_hosts=None) else "/account"
    return AuthorizationRequest(
        client_id=OWN_PAGES,
        redirect_uri=f"{settings.HUKUMATI.identity_url}{safe}",
        scopes=(),
        state="",
        nonce="",
        challenge="",
        prompts=frozenset(),
        max_age=max_age,
        language=active_language(),
    )
