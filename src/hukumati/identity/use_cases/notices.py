"""What the holder of an account is told, on every channel: what changed, and the link "this was not me"."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import Enum
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hukumati.core.outbox import publish
from hukumati.identity.domain.cooling_off import DISAVOWABLE_FOR
from hukumati.identity.domain.tokens import new_token, token_digest
from hukumati.identity.events import AccountChanged
from hukumati.identity.models import Account, Disavowal
from hukumati.notifications.api import Contact, Message, send

SITE: Final = "hukumati.project.urls.identity"


class Notice(Enum):
    """What happened."""

    PHONE_CHANGED = "phone_changed"
    EMAIL_CHANGED = "email_changed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 — the name of a notice
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    PASSKEY_COPIED = "passkey_copied"
    APP_ADDED = "app_added"
    APP_REMOVED = "app_removed"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    CODE_SHEET_ISSUED = "code_sheet_issued"
    NEW_DEVICE = "new_device"
    UNUSUAL_SIGN_IN = "unusual_sign_in"
    WRONG_CODES = "wrong_codes"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    VERIFIED = "verified"
    SEEN = "seen"
    RECOVERY_CODE_HANDED = "recovery_code_handed"
    BINDING_CODE_HANDED = "binding_code_handed"
    MANDATE_BEGUN = "mandate_begun"
    MANDATE_OVER = "mandate_over"
    CLAIMED = "claimed"
    RECOVERY_BEGUN = "recovery_begun"
    RECOVERY_REFUSED = "recovery_refused"
    RECOVERED = "recovered"
    SIGNED_OUT = "signed_out"
    UNBINDING_PROPOSED = "unbinding_proposed"
    FACTOR_UNBOUND = "factor_unbound"
    MERGED = "merged"
    CLOSED = "closed"
    REOPENED = "reopened"


TEXTS: Final[Mapping[Notice, Promise]] = {
    Notice.PHONE_CHANGED: _("The phone number of your Hukumati account was changed."),
    Notice.EMAIL_CHANGED: _("The e-mail address of your Hukumati account was changed."),
    Notice.PASSWORD_CHANGED: _("The password of your Hukumati account was changed."),
    Notice.PASSKEY_ADDED: _("A passkey was added to your Hukumati account."),
    Notice.PASSKEY_REMOVED: _("A passkey was removed from your Hukumati account."),
    Notice.PASSKEY_COPIED: _("Somebody may have a copy of a passkey of your Hukumati account, so we have locked it."),
    Notice.APP_ADDED: _("An authenticator app was added to your Hukumati account."),
    Notice.APP_REMOVED: _("The authenticator app was removed from your Hukumati account."),
    Notice.RECOVERY_CODES_MADE: _("New recovery codes were made for your Hukumati account. The earlier ones are void."),
    Notice.RECOVERY_CODE_USED: _("Somebody signed in to your Hukumati account with a recovery code."),
    Notice.CODE_SHEET_ISSUED: _("A sheet of printed codes was issued for your Hukumati account."),
    Notice.NEW_DEVICE: _("Somebody signed in to your Hukumati account on a new device."),
    Notice.UNUSUAL_SIGN_IN: _(
        "Somebody signed in to your Hukumati account from another place, or at another time, than you usually do."
    ),
    Notice.WRONG_CODES: _(
        "Somebody entered the right password of your Hukumati account, and then wrong codes. Choose a new password."
    ),
    Notice.LOCKED: _("Your Hukumati account was locked. Nobody can sign in to it now."),
    Notice.UNLOCKED: _("Your Hukumati account was unlocked."),
    Notice.VERIFIED: _("Your Hukumati account is verified. Sign in with your ID number from now on."),
    Notice.SEEN: _("Your Hukumati account is verified: an official saw you and your document."),
    Notice.RECOVERY_CODE_HANDED: _(
        "An official who saw you handed over a code, by which your Hukumati account gets a new password."
    ),
    Notice.BINDING_CODE_HANDED: _(
        "An official who saw you handed over a code, by which a passkey is added to your Hukumati account."
    ),
    Notice.MANDATE_BEGUN: _(
        "A mandate in which you take part was entered. Read it in your Hukumati account, under “Acting for others”."
    ),
    Notice.MANDATE_OVER: _(
        "A mandate in which you took part is over. Read it in your Hukumati account, under “Acting for others”."
    ),
    Notice.CLAIMED: _(
        "Somebody tried to open another Hukumati account with your ID number. Your account is unchanged."
    ),
    Notice.RECOVERY_BEGUN: _("Somebody is recovering your Hukumati account. It takes effect in 24 hours."),
    Notice.RECOVERY_REFUSED: _(
        "Your Hukumati account was not recovered: the details did not fit. Nothing has changed."
    ),
    Notice.RECOVERED: _("Your Hukumati account was recovered, and signed out on all devices."),
    Notice.SIGNED_OUT: _("An official signed your Hukumati account out on all devices."),
    Notice.UNBINDING_PROPOSED: _("An official is about to remove a way to sign in to your Hukumati account."),
    Notice.FACTOR_UNBOUND: _("Two officials removed a way to sign in to your Hukumati account."),
    Notice.MERGED: _("Two Hukumati accounts of yours were merged. The one with your ID number stays."),
    Notice.CLOSED: _(
        "This Hukumati account was closed because its holder is recorded as deceased. If that is wrong, go to an "
        "office of the Ministry of Interior."
    ),
    Notice.REOPENED: _("Your Hukumati account was reopened."),
}
UNDISAVOWABLE: Final = frozenset(
    {
        Notice.LOCKED, Notice.UNLOCKED, Notice.CLAIMED, Notice.RECOVERY_REFUSED, Notice.SIGNED_OUT, Notice.MERGED,
        Notice.CLOSED, Notice.REOPENED, Notice.MANDATE_BEGUN, Notice.MANDATE_OVER,
    }
)  # fmt: skip
"""Notices without the link: there is nothing that it would protect."""


@transaction.atomic
def tell(
    account: Account, notice: Notice, *, key: str, now: datetime, also: Iterable[Contact] = (), by_email: bool = False
) -> None:
    """Tell the holder on every channel, and at former addresses of a moment ago, in the caller's transaction if any.

    `by_email` spares the text message where there is an e-mail address.
    """
    publish(AccountChanged(account=str(account.id), change=notice.value, at=now))
    text = _text(account, notice, now=now)
    own = contact_of(account)
    contacts = [Contact(None, own.email, own.language) if by_email and own.email else own, *also]
    with translation.override(account.language):
        message = Message(sms=text, subject=gettext("Your Hukumati account"), body=text)
    for number, contact in enumerate(contacts):
        send(
            key=f"identity.notice:{notice.value}:{key}:{number}",
            to=contact,
            message=message,
            about=f"identity.account:{account.id}",
            secret=True,  # the link locks the account
            expires_at=now + DISAVOWABLE_FOR,
        )


def contact_of(account: Account) -> Contact:
    """Return where the holder is reached, in the language that they chose."""
    return Contact(account.phone or None, account.email or None, account.language)


def _text(account: Account, notice: Notice, *, now: datetime) -> str:
    with translation.override(account.language):
        text = str(TEXTS[notice])
        if notice in UNDISAVOWABLE:
            return text
        link = _link(account, notice, now)
        return gettext("%(text)s If this was not you, open %(link)s") % {"text": text, "link": link}


def _link(account: Account, notice: Notice, now: datetime) -> str:
    token = new_token()
    Disavowal.objects.create(
        digest=token_digest(token), account=account, about=notice.value, expires_at=now + DISAVOWABLE_FOR
    )
    return f"{settings.HUKUMATI.identity_url}{reverse('identity_not_me', SITE, args=[token])}"
