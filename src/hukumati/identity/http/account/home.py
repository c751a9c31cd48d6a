"""The start page of one's own account, and the list of its sections."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from hukumati.core import clock
from hukumati.core.bilingual import active_language
from hukumati.identity.http.account.guard import account_page
from hukumati.identity.http.oidc.responses import SeeOther, never_stored
from hukumati.identity.models import Account, LoginSession
from hukumati.identity.use_cases.passkey_invitations import decline_passkey, is_invited_to_passkey


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the account: the name of its address, its title, and what one does there."""

    page: str
    title: Promise
    about: Promise


SECTIONS: Final[tuple[Section, ...]] = (
    Section(
        "identity_profile",
        _("Your details"),
        _("Your name, phone, e-mail, language and password, and how far your account is verified."),
    ),
    Section(
        "identity_factors",
        _("How you sign in"),
        _("Passkeys, codes from an app or on paper: add one, or remove one that you lost."),
    ),
    Section(
        "identity_sessions",
        _("Devices and sign-ins"),
        _("Where your account is open; sign out on devices that you no longer use."),
    ),
    Section(
        "identity_lock",
        _("Lock your account"),
        _("If your phone was stolen or somebody else used your account."),
    ),
    Section(
        "identity_waiting_requests",
        _("Requests to you"),
        _("Sites that ask you to confirm that it is you, such as while you are on the telephone with them."),
    ),
    Section(
        "identity_mandates",
        _("Acting for others"),
        _("For whom you may act, who may act for you, and each use of it."),
    ),
    Section(
        "identity_consents",
        _("What sites may receive"),
        _("Which sites you allowed to receive your details; withdraw it at any time."),
    ),
    Section(
        "identity_ledger",
        _("Who saw my data"),
        _("Your sign-ins, what sites received, and which officials looked."),
    ),
)
"""The sections in the order in which they are listed."""


@require_safe
@account_page
def account_home(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """Show who is signed in and list the sections of the account."""
    context = {
        "name": _name_of(session.account),
        "sections": SECTIONS,
        "is_invited_to_passkey": is_invited_to_passkey(session, now=clock.now()),
    }
    return render(request, "identity/account/home.html", context)


@require_POST
@account_page
def passkey_later(_request: HttpRequest, session: LoginSession) -> HttpResponse:
    """Remember that the holder does not want a passkey now."""
    decline_passkey(session.account, now=clock.now())
    return never_stored(SeeOther(reverse("identity_account")))


def _name_of(account: Account) -> str:
    return account.name_en if active_language() == "en" else account.name_ar
