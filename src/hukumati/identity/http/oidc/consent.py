"""The page that asks whether a site may receive what it requests (OIDC Core §3.1.2.4)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from hukumati.core import clock
from hukumati.core.bilingual import active_language
from hukumati.identity.domain.authorization import AuthorizationRequest
from hukumati.identity.domain.claims import OFFLINE
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.domain.consents import Receipt
from hukumati.identity.http import cookies
from hukumati.identity.http.continuing import send_on_answered
from hukumati.identity.http.oidc.redirects import never_stored, origin_of
from hukumati.identity.models import Client, ConsentQuestion
from hukumati.identity.use_cases.consents import answer, find_question, reasons_of, receipt_of
from hukumati.identity.use_cases.sessions import find_session

UNPROCESSABLE: Final = 422
_SCOPES: Final[Mapping[str, tuple[Promise, ...]]] = {
    "identity": (_("your full name"), _("your ID number")),
    "phone": (_("your mobile number"),),
    "email": (_("your e-mail address"),),
    "staff": (_("your office and your roles as an official"),),
    OFFLINE: (_("any changes to these details, also while you are not signed in, for up to 180 days"),),
}
_CLAIMS: Final[Mapping[str, Promise]] = {
    "name": _("your full name"),
    "id_number": _("your ID number"),
    "phone_number": _("your mobile number"),
    "phone_number_verified": _("whether your mobile number was verified"),
    "email": _("your e-mail address"),
    "email_verified": _("whether your e-mail address was verified"),
    "staff": _("your office and your roles as an official"),
}


@dataclass(frozen=True, slots=True)
class AskingSite:
    """A site as the page names it; `purpose` says in its own words what it needs the details for."""

    name: str
    purpose: str
    policy_url: str


def received(receipt: Receipt) -> list[str]:
    """Return in plain words what a site receives, each once."""
    return list(dict.fromkeys(_phrases(receipt)))


def _reasons(client: Client, receipt: Receipt) -> list[tuple[str, str]]:
    """Return for what a site receives why it needs it, in its own words."""
    is_english = active_language() == "en"
    reasons = reasons_of(client.client_id)
    asked = [(phrases, reasons[scope]) for scope, phrases in _SCOPES.items() if scope in {*reasons} & {*receipt.scopes}]
    return [(_joined(phrases), reason.en if is_english else reason.ar) for phrases, reason in asked]


def _joined(phrases: Iterable[Promise]) -> str:
    return ("، " if active_language() == "ar" else ", ").join(map(str, phrases))


def _phrases(receipt: Receipt) -> Iterator[str]:
    for scope, phrases in _SCOPES.items():
        if scope in receipt.scopes:
            yield from map(str, phrases)
    for claim in sorted(receipt.claims):
        yield str(_CLAIMS.get(claim.partition("#")[0], claim))


def asking_site(client: Client) -> AskingSite:
    chosen, is_english = ClientSettings.from_json(client.settings), active_language() == "en"
    return AskingSite(
        name=client.name_en if is_english else client.name_ar,
        purpose=chosen.purpose_en if is_english else chosen.purpose_ar,
        policy_url=chosen.policy_uri,
    )


@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Show the question, and take the answer."""
    now = clock.now()
    session = find_session(cookie=cookies.read_cookie(request, cookies.SESSION), now=now)
    question = find_question(question_id=question_id, session=session, now=now) if session else None
    if session is None or question is None:
        return never_stored(render(request, "identity/consent_over.html", status=410))
    given = {"yes": True, "no": False}.get(request.POST.get("answer", ""))
    if request.method == "POST" and given is not None:
        is_given = answer(question=question, account=session.account, is_given=given, now=now)
        authorization = AuthorizationRequest.from_json(question.request)
        return send_on_answered(session=session, authorization=authorization, is_given=is_given, now=now)
    return _show(request, question, status=UNPROCESSABLE if request.method == "POST" else 200)


def _show(request: HttpRequest, question: ConsentQuestion, *, status: int) -> HttpResponse:
    authorization = AuthorizationRequest.from_json(question.request)
    receipt = receipt_of(authorization)
    context = {
        "site": asking_site(question.client),
        "received": received(receipt),
        "reasons": _reasons(question.client, receipt),
    }
    response = never_stored(render(request, "identity/consent.html", context, status=status))
    # the answer leads to the client, which form-action forbids unless its origin is named
    response.csp_form_action = (origin_of(authorization.redirect_uri),)  # type: ignore[attr-defined]
    return response
