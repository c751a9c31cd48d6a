"""The provider's own cookies: `__Host-` where the origin is HTTPS, HttpOnly, SameSite=Lax (requirement 35).

Each sign-in in progress has its own, so that tabs that begin at once do not take each other's.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from hukumati.identity.domain.login_sessions import ATTEMPT_LIFETIME, TOTAL_LIFETIME
from hukumati.identity.domain.tokens import new_token
from hukumati.identity.use_cases.accounts import login_digest

SESSION, ATTEMPT, DEVICE, FLOW = "hk_id", "hk_try", "hk_device", "hk_flow"
FLOW_LIFETIME = timedelta(days=1)
DEVICE_LIFETIME = timedelta(days=365)
ACCOUNTS_PER_DEVICE = 5
LONGEST_TOKEN = 64
MOST_ATTEMPTS = 10
"""Sign-ins in progress in one browser; the oldest gives way."""
_SALT = "hukumati.identity.device"


def _secure() -> bool:
    return settings.HUKUMATI.identity_url.startswith("https://")


def cookie_name(name: str) -> str:
    """Return the name under which a cookie travels."""
    return f"__Host-{name}" if _secure() else name


def read_cookie(request: HttpRequest, name: str) -> str | None:
    """Return a token cookie; None if it is missing or longer than any of ours."""
    value = request.COOKIES.get(cookie_name(name), "")
    return value if 0 < len(value) <= LONGEST_TOKEN else None


def _set(response: HttpResponse, name: str, value: str, *, lifetime: timedelta | None) -> None:
    response.set_cookie(
        cookie_name(name), value, max_age=lifetime, path="/", secure=_secure(), httponly=True, samesite="Lax"
    )


def set_session(response: HttpResponse, token: str) -> None:
    """Set the login session's cookie."""
    _set(response, SESSION, token, lifetime=TOTAL_LIFETIME)


def read_attempt(request: HttpRequest, attempt: UUID) -> str | None:
    """Return the token that binds a sign-in in progress to this browser."""
    value = read_cookie(request, _attempt_name(attempt))
    return value.partition(".")[0] if value else None


def set_attempt(request: HttpRequest, response: HttpResponse, *, attempt: UUID, token: str, now: datetime) -> None:
    """Set the cookie that binds a sign-in in progress to the browser; of more than ten, the oldest go."""
    name = _attempt_name(attempt)
    others = sorted((begun, other) for other, begun in _attempts(request) if other != cookie_name(name))
    for _, oldest in others[: max(0, len(others) - MOST_ATTEMPTS + 1)]:
        response.delete_cookie(oldest, path="/", samesite="Lax")
    _set(response, name, f"{token}.{int(now.timestamp())}", lifetime=ATTEMPT_LIFETIME)


def end_attempt(response: HttpResponse, *, attempt: UUID, token: str, now: datetime, lifetime: timedelta) -> None:
    """Let the cookie of a finished sign-in end: a second click may still come."""
    _set(response, _attempt_name(attempt), f"{token}.{int(now.timestamp())}", lifetime=lifetime)


def _attempts(request: HttpRequest) -> Iterator[tuple[str, int]]:
    """List the cookies of sign-ins in progress, each with the second in which it was set."""
    prefix = cookie_name(f"{ATTEMPT}_")
    for name, value in request.COOKIES.items():
        if name.startswith(prefix):
            begun = value.rpartition(".")[2]
            yield name, int(begun) if begun.isascii() and begun.isdecimal() and len(begun) < 12 else 0


def _attempt_name(attempt: UUID) -> str:
    return f"{ATTEMPT}_{attempt.hex}"


def flow_token(request: HttpRequest) -> str:
    """Return the token that binds registrations and recoveries to this browser: all of its tabs have one."""
    return read_cookie(request, FLOW) or new_token()


def set_flow(response: HttpResponse, token: str) -> None:
    """Set the cookie that binds registrations and recoveries to the browser."""
    _set(response, FLOW, token, lifetime=FLOW_LIFETIME)


def delete_session(response: HttpResponse) -> None:
    """Delete the login session's cookie."""
    response.delete_cookie(cookie_name(SESSION), path="/", samesite="Lax")


def _mark(login: str) -> str:
    """Return what the device cookie holds of a login: a keyed digest, because devices are shared and lost."""
    return login_digest(login).hex()[:16]


def _read_device(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        device, *marks = signing.loads(
            request.COOKIES.get(cookie_name(DEVICE), ""), salt=_SALT, max_age=DEVICE_LIFETIME
        )
    except (signing.BadSignature, ValueError, TypeError):
        return new_token(), []
    return str(device), [str(mark) for mark in marks]


def known_device(request: HttpRequest, *, login: str) -> str | None:
    """Return the device's name if this login was used on it before."""
    device, marks = _read_device(request)
    return device if _mark(login) in marks else None


def remember_device(request: HttpRequest, response: HttpResponse, *, login: str) -> None:
    """Record in a signed cookie that the login was used here; the last five logins are remembered."""
    device, marks = _read_device(request)
    mark = _mark(login)
    remembered = [mark, *(other for other in marks if other != mark)][:ACCOUNTS_PER_DEVICE]
    _set(response, DEVICE, signing.dumps([device, *remembered], salt=_SALT), lifetime=DEVICE_LIFETIME)
