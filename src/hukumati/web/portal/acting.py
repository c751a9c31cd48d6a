"""Acting for another on the portal: choosing for whom, ending it, and what a mandate lets one do."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hukumati.cases import api as cases
from hukumati.catalogue import api as catalogue
from hukumati.core.bilingual import active_language
from hukumati.documents import api as documents
from hukumati.identity.api import MandateDeed, MandateKind, MandateNotUsable
from hukumati.web.sign_in.person import Acting, Person, person_of, person_required
from hukumati.web.sign_in.session_state import begin_acting, list_choices, stop_acting

KINDS: Final[Mapping[str, Promise]] = {
    MandateKind.CHILD: _("your child"),
    MandateKind.WARD: _("you are the guardian"),
    MandateKind.COMPANY: _("a company that you represent"),
    MandateKind.POWER_OF_ATTORNEY: _("by power of attorney"),
    MandateKind.HEIR: _("you are an heir"),
}
OF_ONESELF: Final = frozenset({"consents", "consent", "decline_consent"})
"""Pages on which one speaks for oneself alone, whatever mandates one holds."""
DEEDS: Final[Mapping[str, MandateDeed]] = {
    "apply": MandateDeed.APPLY,
    "form_page": MandateDeed.APPLY,
    "check": MandateDeed.APPLY,
    "pay": MandateDeed.PAY,
    "pay_return": MandateDeed.PAY,
    "payment_instructions": MandateDeed.PAY,
    "document": MandateDeed.COLLECT,
}
"""What a page does, by the name of its address; others look, and what is sent to them applies."""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@person_required
def choose(request: HttpRequest) -> HttpResponse:
    """List for whom the person may act, and begin to act for one of them."""
    refused = False
    if request.method == "POST":
        try:
            begin_acting(request, mandate=_mandate(request), site="portal")
            return redirect("services")
        except MandateNotUsable:
            refused = True
    choices = [(each, KINDS[each.kind]) for each in list_choices(request)]
    context = {"choices": choices, "refused": refused, "account_url": _account_page()}
    return render(request, "portal/acting_for.html", context, status=422 if refused else 200)


@require_POST
@person_required
def stop(request: HttpRequest) -> HttpResponse:
    """Act for oneself again."""
    stop_acting(request)
    return redirect("home")


def _account_page() -> str:
    prefix = "/en" if active_language() == "en" else ""
    return f"{settings.HUKUMATI.identity_url}{prefix}/account/mandates"


def _mandate(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("mandate", ""))
    except ValueError:
        raise MandateNotUsable("not_yours") from None


class ActingMiddleware:
    """Lets who acts for another open only what the mandate covers and the service takes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _arguments: object, values: dict[str, Any]
    ) -> HttpResponse | None:
        """Answer 403 in place of a page that is beyond the mandate."""
        person = person_of(request)
        if person is None or person.acting is None or request.resolver_match is None:
            return None
        name = request.resolver_match.url_name or ""
        if name in OF_ONESELF or not _is_covered(request, name, person, person.acting, values):
            return render(request, "portal/not_for_mandate.html", status=403)
        return None


def _is_covered(request: HttpRequest, name: str, person: Person, acting: Acting, values: Mapping[str, Any]) -> bool:
    code = _service(name, person, values)
    if code is None:
        return True
    service = catalogue.get_service(code_or_slug=code)
    deed = DEEDS.get(name, MandateDeed.VIEW if request.method in {"GET", "HEAD"} else MandateDeed.APPLY)
    return acting.kind in service.definition.mandates and acting.covers(service=service.summary.code, deed=deed)


def _service(name: str, person: Person, values: Mapping[str, Any]) -> str | None:
    """Return which service a page is about, if it is one of its applications or answers."""
    if name in {"apply", "enquiry"}:
        return str(values["slug"])
    reference = _case_of_document(person, values["serial"]) if name == "document" else values.get("reference")
    if reference is None:
        return None
    try:
        return cases.get_case(reference=reference, sub=person.sub).service.code
    except cases.NoSuchCase:
        raise Http404 from None


def _case_of_document(person: Person, serial: str) -> str:
    found = (each for each in documents.list_documents(owner=person.sub) if each.serial == serial)
    return next((each.case_reference for each in found), "")
