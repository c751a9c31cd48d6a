"""Forms that could not be sent: kept for an hour, encrypted, for the person who typed them and for nobody else."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Final, Literal
from urllib.parse import SplitResult, urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from hukumati.core import clock, keeping
from hukumati.core.limits import allow
from hukumati.web.sending.marks import NOT_TYPED, is_own_form, mark_of, posted_mark

KEPT_FOR: Final = timedelta(hours=1)
MOST_CHARACTERS: Final = 200_000
MOST_PER_HOUR: Final = 60
MOST_OF_A_PERSON: Final = 5
LONGEST_PAGE: Final = 500
_PURPOSE, _SESSION, _DUE = "form", "kept_forms", "kept_form_due"
_KEY: Final = re.compile(r"[\w-]{43}", re.ASCII)
Reason = Literal["signed_out", "refused"]


@dataclass(frozen=True, slots=True)
class KeptForm:
    """What was typed, where it was to be sent, and the page on which it stood; both without their language."""

    written_by: str
    address: str
    page: str
    fields: Mapping[str, list[str]]
    files: list[str]
    is_too_long: bool
    reason: Reason


def without_language(path: str) -> str:
    """Return an address as it is in Arabic, which has no prefix."""
    return path[3:] if path.startswith("/en/") else path


def page_of(request: HttpRequest) -> str:
    """Return the page on which the form stood: what the browser names, or else the form's own address.

    It is one that leads nowhere else: `//other.example/` is a path of ours to whoever names it, and a host to browsers.
    """
    named = named_page(request)
    page = f"{named.path}?{named.query}" if named.query else named.path
    is_ours = named.netloc == request.get_host() and 0 < len(page) <= LONGEST_PAGE
    stays = all(url_has_allowed_host_and_scheme(each, allowed_hosts=None) for each in (page, without_language(page)))
    return page if is_ours and stays else request.path


def named_page(request: HttpRequest) -> SplitResult:
    """Return the address that the browser names as the one it comes from; an empty one where that is no address."""
    try:
        return urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return urlsplit("")


def keep_form(request: HttpRequest, *, reason: Reason) -> str:
    """Keep the form that was sent and return its key; "" where it is unknown whose it is, or there are too many."""
    mark = posted_mark(request)
    if not mark or not allow(key=f"kept-form:{mark}", at_most=MOST_PER_HOUR, per_seconds=3600):
        return ""
    typed = {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}
    length = sum(len(name) + sum(map(len, values)) for name, values in typed.items())
    form = KeptForm(
        written_by=mark,
        address=without_language(request.path),
        page=without_language(page_of(request)),
        fields=typed if length <= MOST_CHARACTERS else {},
        files=[str(file.name)[:200] for files in request.FILES.lists() for file in files[1] if file.name][:20],
        is_too_long=length > MOST_CHARACTERS,
        reason=reason,
    )
    key = secrets.token_urlsafe(32)
    keeping.keep(purpose=_PURPOSE, key=key, value=asdict(form), lifetime=KEPT_FOR, now=clock.now())
    return key


def is_key(text: str) -> bool:
    """Return whether a text can be the key of a kept form."""
    return _KEY.fullmatch(text) is not None


def claim_form(request: HttpRequest, key: str) -> None:
    """Give a kept form to who has signed in, if they typed it; otherwise forget it: nobody else ever sees it."""
    form = _find(key) if key else None
    if form is None:
        return
    if form.written_by != mark_of(request):
        keeping.forget(purpose=_PURPOSE, key=key)
        return
    _remember(request, form.address, key)
    request.session[_DUE] = form.address


def take_due(request: HttpRequest) -> str:
    """Return, once, the address of the form that was kept while its writer was signed out; "" if none was."""
    return str(request.session.pop(_DUE)) if _DUE in request.session else ""


def keep_own_form(request: HttpRequest, *, reason: Reason) -> None:
    """Keep the form that who is signed in has sent, until it can be sent again."""
    key = keep_form(request, reason=reason) if is_own_form(request) else ""
    if key:
        _remember(request, without_language(request.path), key)


def own_forms(request: HttpRequest) -> list[KeptForm]:
    """List the kept forms of who is signed in."""
    mark = mark_of(request)
    found = [_find(key) for _, key in _listed(request)] if mark else []
    return [form for form in found if form is not None and form.written_by == mark]


def kept_before(request: HttpRequest) -> str:
    """Return the key of what is kept for the address to which a form is now sent; "" if nothing is."""
    return dict(_listed(request)).get(without_language(request.path), "")


def forget_form(request: HttpRequest, key: str) -> None:
    """Forget what was kept before a form was sent to its address."""
    if key and key == kept_before(request):
        _store(request, [each for each in _listed(request) if each[1] != key])


def forget_all(request: HttpRequest) -> None:
    """Forget everything kept in this session: its person signs out."""
    if _listed(request):
        _store(request, [])


def _remember(request: HttpRequest, address: str, key: str) -> None:
    others = [each for each in _listed(request) if each[0] != address]
    _store(request, [*others, (address, key)][-MOST_OF_A_PERSON:])


def _listed(request: HttpRequest) -> list[tuple[str, str]]:
    """List the addresses of the forms kept in this session, each with the form's key."""
    return [(address, key) for address, key in request.session.get(_SESSION, [])]


def _store(request: HttpRequest, listed: list[tuple[str, str]]) -> None:
    for each in _listed(request):
        if each not in listed:
            keeping.forget(purpose=_PURPOSE, key=each[1])
    request.session[_SESSION] = listed


def _find(key: str) -> KeptForm | None:
    stored: dict[str, Any] | None = keeping.find(purpose=_PURPOSE, key=key, now=clock.now())
    return None if stored is None else KeptForm(**stored)
