"""The page of an official at a counter, where a sheet of codes is printed for somebody without a telephone."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from hukumati.core import clock
from hukumati.identity.domain.accounts import LONGEST_LOGIN
from hukumati.identity.http.account.guard import sensitive_page
from hukumati.identity.http.oidc.responses import never_stored
from hukumati.identity.models import LoginSession
from hukumati.identity.use_cases.written_codes import SheetRefusal, hand_over_code_sheet

FORBIDDEN, UNPROCESSABLE = 403, 422
ROLE = "registrar"
"""Of the officials who see people at a counter."""


class SheetForm(forms.Form):
    """Whom the official has before them, and how that was checked."""

    id_number = forms.CharField(
        label=_("ID number of the person before you"),
        max_length=LONGEST_LOGIN,
        error_messages={"required": _("Enter the ID number")},
    )
    seen = forms.BooleanField(
        label=_("I have seen this person and their ID card, and both match."),
        error_messages={"required": _("Compare the person with the ID card first")},
    )


@require_http_methods(["GET", "POST"])
@sensitive_page
def code_sheets(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """Ask for whom, and show the sheet to print: by the answer to the form alone, and never again."""
    if not session.account.is_staff or ROLE not in session.account.staff_roles:
        return render(request, "403.html", status=FORBIDDEN)
    form = SheetForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        result = hand_over_code_sheet(
            id_number=form.cleaned_data["id_number"], official=session.account, now=clock.now()
        )
        if not isinstance(result, SheetRefusal):
            return never_stored(render(request, "identity/counter/code_sheet.html", {"codes": result}))
        form.add_error("id_number", _refusal(result))
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "identity/counter/code_sheets.html", {"form": form}, status=status)


def _refusal(reason: SheetRefusal) -> str:
    if reason is SheetRefusal.OWN_ACCOUNT:
        return gettext("You cannot issue a sheet for yourself. Ask a colleague.")
    return gettext("Nobody has an account with this ID number. Check the number.")
