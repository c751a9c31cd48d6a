"""The console of a government body: its sites, their state, keys, addresses and errors."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now
from hukumati.core.design.parts import Row
from hukumati.identity import api as identity
from hukumati.web.confirmation import ask_first
from hukumati.web.sign_in.person import Person, staff_required
from hukumati.web.workplace.sites.faults import ENDPOINTS, words_for
from hukumati.web.workplace.sites.forms import SiteForm, initial_of, scope_name

manager_required = staff_required("site_manager")
SHOWN_ONCE: Final = "sites.secret"
TOKEN_SHOWN_ONCE: Final = "sites.token"  # noqa: S105 — a name in the session
STATES: Final = {
    "requested": (gettext_lazy("waits for approval"), "yellow"),
    "active": (gettext_lazy("in use"), "green"),
    "suspended": (gettext_lazy("suspended"), "red"),
}


@require_safe
@manager_required
def sites(request: HttpRequest) -> HttpResponse:
    """List the sites of the official's government body."""
    context = {
        "sites": [described(site) for site in identity.list_sites(owner=_body(request))],
        "token": request.session.pop(TOKEN_SHOWN_ONCE, ""),
        "register_url": f"{settings.HUKUMATI.identity_url}/register",
    }
    return render(request, "workplace/sites/list.html", context)


@require_POST
@manager_required
def new_token(request: HttpRequest) -> HttpResponse:
    """Issue a token by which a program registers one site of the body (RFC 7591 §3)."""
    asked = ask_first(
        request,
        question=_("Issue a token for registering a site?"),
        text=_("Whoever has it can ask for one site in the name of your body, within two weeks. It is shown once."),
        yes=_("Yes, issue it"),
        back_url=reverse("sites"),
    )
    if asked is not None:
        return asked
    request.session[TOKEN_SHOWN_ONCE] = identity.issue_registration_token(
        owner=_body(request), actor=f"staff:{_number(request)}", now=now()
    )
    return redirect("sites")


@require_http_methods(["GET", "HEAD", "POST"])
@manager_required
def new_site(request: HttpRequest) -> HttpResponse:
    """Describe a new site, and register it."""
    form = SiteForm(request.POST or None, may_try=settings.HUKUMATI.is_fictional_world)
    if request.method == "POST" and form.is_valid():
        try:
            made = identity.request_client(
                metadata=form.metadata(), owner=_body(request), official=_number(request), now=now()
            )
        except identity.UnacceptableSite as refused:
            form.add_mistakes(refused.mistakes)
        else:
            _keep_secret(request, made.client_id, made.secret)
            return redirect("site", made.client_id)
    context = {"form": form, "title": _("Register a site"), "back_url": reverse("sites")}
    return render(request, "workplace/sites/form.html", context, status=422 if form.errors else 200)


@require_safe
@manager_required
def site(request: HttpRequest, client_id: str) -> HttpResponse:
    """Show one site: what is registered, what its developers need, and what was refused to it lately."""
    found = identity.get_site(client_id=client_id, owner=_body(request))
    kept = request.session.get(SHOWN_ONCE, {})
    secret = request.session.pop(SHOWN_ONCE)["secret"] if kept.get("client_id") == client_id else ""
    context = {
        **described(found),
        "rows": metadata_rows(found.metadata),
        "pending_rows": metadata_rows(found.pending) if found.pending else [],
        "secret": secret,
        "connection": _connection_rows(found),
        "faults": fault_rows(client_id),
    }
    return render(request, "workplace/sites/site.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@manager_required
def change_site(request: HttpRequest, client_id: str) -> HttpResponse:
    """Change what is registered of a site; where it is in use, an operator approves the change."""
    found = identity.get_site(client_id=client_id, owner=_body(request))
    form = SiteForm(
        request.POST or None, may_try=found.metadata.is_sandbox, initial=initial_of(found.pending or found.metadata)
    )
    if request.method == "POST" and form.is_valid():
        try:
            secret = identity.change_client(
                client_id=client_id,
                metadata=form.metadata(),
                owner=_body(request),
                official=_number(request),
                now=now(),
            )
        except identity.UnacceptableSite as refused:
            form.add_mistakes(refused.mistakes)
        else:
            _keep_secret(request, client_id, secret)
            return redirect("site", client_id)
    context = {"form": form, "title": _("Change the site"), "back_url": reverse("site", args=[client_id])}
    return render(request, "workplace/sites/form.html", context, status=422 if form.errors else 200)


@require_POST
@manager_required
def new_secret(request: HttpRequest, client_id: str) -> HttpResponse:
    """Replace the secret of a site, after a question."""
    asked = ask_first(
        request,
        question=_("Replace the site's secret?"),
        text=_("The present secret stops working at once. Nobody can sign in at the site until it uses the new one."),
        yes=_("Yes, replace it"),
        back_url=reverse("site", args=[client_id]),
    )
    if asked is not None:
        return asked
    secret = identity.rotate_secret(client_id=client_id, owner=_body(request), official=_number(request))
    _keep_secret(request, client_id, secret)
    return redirect("site", client_id)


def described(found: identity.Site) -> dict[str, object]:
    """Return a site with its state in words, for templates."""
    text, colour = STATES[found.state]
    return {"site": found, "state_text": text, "state_colour": colour}


def metadata_rows(metadata: identity.SiteMetadata) -> list[Row]:
    """Return what is registered of a site as lines of a summary."""
    needs = "\n".join(f"{scope_name(scope)}: {_both(metadata.reason(scope))}" for scope in metadata.scopes)
    proof = metadata.jwks_uri or (_("Its own public keys") if metadata.jwks else _("A secret"))
    return [
        Row(_("Purpose"), _both(Bilingual(metadata.purpose, metadata.purpose_en or metadata.purpose))),
        Row(_("Return after signing in"), "\n".join(metadata.redirect_uris), ltr=True),
        Row(_("Return after signing out"), "\n".join(metadata.post_logout_redirect_uris), ltr=True),
        Row(_("Told of signing out"), metadata.backchannel_logout_uri, ltr=True),
        Row(_("Information it receives"), needs or _("Nothing but an identifier of its own")),
        Row(_("Law"), metadata.legal_basis or _("None: each person is asked for consent")),
        Row(_("Proves itself by"), proof, ltr=bool(metadata.jwks_uri)),
    ]


def _both(text: Bilingual) -> str:
    return text.ar if text.ar == text.en else f"{text.ar} / {text.en}"


def fault_rows(client_id: str) -> list[dict[str, object]]:
    """Return what was refused to a site lately, with what it means."""
    return [
        {"fault": fault, "where": ENDPOINTS.get(fault.endpoint, fault.endpoint), "words": words_for(fault.error)}
        for fault in identity.list_faults(client_id=client_id)
    ]


def _connection_rows(found: identity.Site) -> list[Row]:
    issuer = settings.HUKUMATI.identity_url
    return [
        Row(_("Site's identifier (client_id)"), found.client_id, ltr=True),
        Row(_("Issuer"), issuer, ltr=True),
        Row(_("Discovery"), f"{issuer}/.well-known/openid-configuration", ltr=True),
        Row(_("Scope"), " ".join(["openid", *found.metadata.scopes]), ltr=True),
    ]


def _keep_secret(request: HttpRequest, client_id: str, secret: str) -> None:
    if secret:
        request.session[SHOWN_ONCE] = {"client_id": client_id, "secret": secret}


def _body(request: HttpRequest) -> str:
    return _staff(request).provider


def _number(request: HttpRequest) -> str:
    return _staff(request).number


def _staff(request: HttpRequest) -> identity.Staff:
    person: Person = request.person  # type: ignore[attr-defined]
    assert person.staff is not None  # noqa: S101 — manager_required saw to it
    return person.staff
