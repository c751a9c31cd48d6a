"""The form by which a site is described, and what is said of its mistakes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from hukumati.core.bilingual import Bilingual
from hukumati.core.design.forms import OneCheckField
from hukumati.core.json import NotJson, parse_json
from hukumati.identity import api as identity

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise
LONGEST_LIST: Final = 6000
LONGEST_KEYS: Final = 60_000
CODE: Final = {"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}
FLAWS: Final[Mapping[identity.Flaw, Text]] = {
    identity.Flaw.MISSING: _("Enter at least one address"),
    identity.Flaw.TOO_MANY: _("Enter ten addresses at most"),
    identity.Flaw.TOO_LONG: _("This address is too long: %(value)s"),
    identity.Flaw.NOT_AN_ADDRESS: _("This is no complete address without wildcards: %(value)s"),
    identity.Flaw.NOT_HTTPS: _("This address must begin with https://: %(value)s"),
    identity.Flaw.FRAGMENT: _("This address must not contain “#”: %(value)s"),
    identity.Flaw.OTHER_HOST: _(
        "All addresses of a site have the same host; register this one as a site of its own: %(value)s"
    ),
    identity.Flaw.UNUSABLE_KEYS: _("This is no set of public keys (JWKS). Paste the public part of your keys only"),
    identity.Flaw.TWO_KEY_SETS: _("Paste your keys or give their address, not both"),
    identity.Flaw.NOT_OFFERED: _("This information is not handed to sites: %(value)s"),
    identity.Flaw.NO_REASON: _("Say why the site needs this"),
}
SCOPES: Final[Mapping[str, Text]] = {
    "identity": _("Name and ID number"),
    "phone": _("Phone number"),
    "email": _("E-mail address"),
}


def scope_name(scope: str) -> str:
    """Return what people read for a scope; one that has no words yet is shown as it is."""
    return str(SCOPES.get(scope, scope))


def _text(label: Text, missing: Text | None, *, hint: Text = "", **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=200,
        required=missing is not None,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"required": missing} if missing else None,
    )


def _purpose(label: Text, **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=1000,
        widget=forms.Textarea(attrs),
        error_messages={"required": _("Say what people do on the site")},
    )


class SiteForm(forms.Form):
    """A site's name, purpose, addresses, the information it needs, and how it proves itself."""

    name_ar = _text(_("Name of the site in Arabic"), _("Enter the name in Arabic"), lang="ar", dir="rtl")
    name_en = _text(_("Name of the site in English"), _("Enter the name in English"), lang="en", dir="ltr")
    purpose = _purpose(_("What do people do on this site? (in Arabic)"), lang="ar", dir="rtl")
    purpose_en = _purpose(_("What do people do on this site? (in English)"), lang="en", dir="ltr")
    redirect_uris = forms.CharField(
        label=_("Addresses to which people return after signing in"),
        help_text=_("One on each line, exactly as the site sends it (redirect_uri)"),
        max_length=LONGEST_LIST,
        widget=forms.Textarea(CODE),
        error_messages={"required": FLAWS[identity.Flaw.MISSING]},
    )
    post_logout_redirect_uris = forms.CharField(
        label=_("Addresses to which people return after signing out"),
        help_text=_("One on each line (post_logout_redirect_uri)"),
        max_length=LONGEST_LIST,
        required=False,
        widget=forms.Textarea(CODE),
    )
    backchannel_logout_uri = _text(
        _("Address that is told when somebody signs out elsewhere"),
        None,
        hint=_("Your server receives a signed logout token there (backchannel_logout_uri)"),
        **CODE,
    )
    legal_basis = _text(
        _("Law under which the site receives information"),
        None,
        hint=_("Leave it empty if each person should be asked for consent"),
    )
    jwks_uri = _text(
        _("Address of the site's public keys"),
        None,
        hint=_("Recommended: the site signs with its own key and shares no secret (private_key_jwt)"),
        **CODE,
    )
    jwks = forms.CharField(
        label=_("Or the public keys themselves (JWKS)"),
        help_text=_("If you give neither, you receive a secret once the form is sent"),
        max_length=LONGEST_KEYS,
        required=False,
        widget=forms.Textarea(CODE),
    )
    is_sandbox = OneCheckField(
        label=_("Only for trying: fictional people, usable at once, addresses on this computer allowed"), required=False
    )

    def __init__(
        self, data: QueryDict | None = None, *, may_try: bool, initial: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        for scope in identity.OFFERED_SCOPES:
            what = {"what": scope_name(scope)}
            label, hint = (
                _("Why does the site need this? %(what)s") % what,
                _("Leave it empty if the site does not need it"),
            )
            self.fields[f"why_{scope}"] = _text(label, None, hint=hint, lang="ar", dir="rtl")
            self.fields[f"why_{scope}_en"] = _text(
                _("The same reason in English: %(what)s") % what, None, lang="en", dir="ltr"
            )
        if not may_try:
            del self.fields["is_sandbox"]
        self.order_fields([name for name in self.fields if not name.startswith("why_")][:7])

    def clean(self) -> dict[str, object]:
        """Demand each reason in both languages: people read it before they allow anything."""
        given = super().clean() or {}
        for scope in identity.OFFERED_SCOPES:
            arabic, english = given.get(f"why_{scope}", "").strip(), given.get(f"why_{scope}_en", "").strip()
            if bool(arabic) is not bool(english):
                self.add_error(f"why_{scope}" if english else f"why_{scope}_en", _("Give the reason in both languages"))
        return given

    def clean_jwks(self) -> dict[str, object] | None:
        """Return the pasted keys as JSON."""
        text = self.cleaned_data["jwks"].strip()
        if not text:
            return None
        try:
            keys = parse_json(text)
        except NotJson:
            keys = None
        if not isinstance(keys, dict):
            raise ValidationError(FLAWS[identity.Flaw.UNUSABLE_KEYS])
        return keys

    def metadata(self) -> identity.SiteMetadata:
        """Return the site as it was described."""
        given = self.cleaned_data
        reasons = {scope: given[f"why_{scope}"].strip() for scope in identity.OFFERED_SCOPES}
        in_english = {scope: given[f"why_{scope}_en"].strip() for scope in reasons}
        return identity.SiteMetadata(
            client_name=Bilingual(ar=given["name_ar"], en=given["name_en"]),
            purpose=given["purpose"],
            redirect_uris=_lines(given["redirect_uris"]),
            post_logout_redirect_uris=_lines(given["post_logout_redirect_uris"]),
            backchannel_logout_uri=given["backchannel_logout_uri"],
            purpose_en=given["purpose_en"],
            scopes={scope: reason for scope, reason in reasons.items() if reason},
            scopes_en={scope: reason for scope, reason in in_english.items() if reason},
            legal_basis=given["legal_basis"],
            jwks_uri=given["jwks_uri"],
            jwks=given["jwks"],
            is_sandbox=given.get("is_sandbox", False),
        )

    def add_mistakes(self, mistakes: tuple[identity.Mistake, ...]) -> None:
        """Say at each field what is wrong with it."""
        for mistake in mistakes:
            name = f"why_{mistake.value}" if mistake.name == "scopes" else mistake.name
            self.add_error(name if name in self.fields else None, str(FLAWS[mistake.flaw]) % {"value": mistake.value})


def initial_of(metadata: identity.SiteMetadata) -> dict[str, object]:
    """Return the form's values for a site that is registered."""
    return {
        "name_ar": metadata.client_name.ar,
        "name_en": metadata.client_name.en,
        "purpose": metadata.purpose,
        "purpose_en": metadata.purpose_en or metadata.purpose,
        "redirect_uris": "\n".join(metadata.redirect_uris),
        "post_logout_redirect_uris": "\n".join(metadata.post_logout_redirect_uris),
        "backchannel_logout_uri": metadata.backchannel_logout_uri,
        "legal_basis": metadata.legal_basis,
        "jwks_uri": metadata.jwks_uri,
        "jwks": json.dumps(metadata.jwks, indent=1) if metadata.jwks else "",
        "is_sandbox": metadata.is_sandbox,
        **{f"why_{scope}": reason for scope, reason in metadata.scopes.items()},
        **{f"why_{scope}_en": metadata.reason(scope).en for scope in metadata.scopes},
    }


class NoteForm(forms.Form):
    """Why a site is sent back or suspended; its body reads it."""

    note = forms.CharField(
        label=_("Reason, which the site's body reads"),
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"required": _("Enter a reason")},
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
