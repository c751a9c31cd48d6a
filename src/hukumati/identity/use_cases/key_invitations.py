"""Invitations of officials: a link by e-mail, by which an account's first two security keys are bound."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from hukumati.core import audit
from hukumati.identity import wiring
from hukumati.identity.domain.official_keys import INVITATION_LIFETIME, KEYS_OF_AN_OFFICIAL
from hukumati.identity.domain.passkeys import new_challenge
from hukumati.identity.domain.tokens import new_token, token_digest
from hukumati.identity.models import Account, AccountState, KeyInvitation, Passkey
from hukumati.identity.use_cases.accounts import audit_subject
from hukumati.identity.use_cases.notices import SITE, contact_of
from hukumati.identity.use_cases.passkeys import PasskeyRefusal, challenge_digest, creation_options, store_passkey
from hukumati.notifications.api import Contact, Message, send


@transaction.atomic
def invite_official(account: Account, *, actor: str, now: datetime) -> None:
    """Send an official the link by e-mail; an earlier one no longer works."""
    token = new_token()
    KeyInvitation.objects.filter(account=account, finished_at=None).update(finished_at=now)
    invitation = KeyInvitation.objects.create(
        digest=token_digest(token), account=account, invited_by=actor, expires_at=now + INVITATION_LIFETIME
    )
    own = contact_of(account)
    with translation.override(own.language):
        link = f"{settings.HUKUMATI.identity_url}{reverse('identity_key_invitation', SITE, args=[token])}"
        body = gettext("Bind your two security keys to your account within seven days: %(link)s") % {"link": link}
        message = Message(sms=None, subject=gettext("Your security keys for Hukumati"), body=body)
    send(
        key=f"identity.key_invitation:{invitation.digest.hex()[:16]}",
        to=Contact(None, own.email, own.language),
        message=message,
        about=f"identity.account:{account.id}",
        secret=True,
        expires_at=invitation.expires_at,
    )
    audit.record(subject=audit_subject(account), actor=actor, action="identity.official_invited")


def find_invitation(*, token: str, now: datetime) -> KeyInvitation | None:
    """Return the invitation of a link; None when it was used, replaced, is a week old or not ours."""
    usable = KeyInvitation.objects.filter(finished_at=None, expires_at__gt=now, account__state=AccountState.ACTIVE)
    return usable.select_related("account").filter(digest=token_digest(token)).first()


def begin_key(invitation: KeyInvitation) -> Mapping[str, object]:
    """Return the options for making the next key; the page that was opened last is the one that counts."""
    challenge = new_challenge()
    KeyInvitation.objects.filter(digest=invitation.digest).update(challenge_digest=challenge_digest(challenge))
    return creation_options(invitation.account, challenge=challenge, attested=True)


def bind_key(invitation: KeyInvitation, *, name: str, answer: str, now: datetime) -> Passkey | PasskeyRefusal:
    """Bind a key by an invitation, which ends with the second one."""
    challenge = wiring.passkey_reader().challenge_of(answer)
    if challenge is None:
        return PasskeyRefusal.UNUSABLE
    waiting = KeyInvitation.objects.filter(digest=invitation.digest, challenge_digest=challenge_digest(challenge))
    if waiting.filter(finished_at=None).update(challenge_digest=None) == 0:
        return PasskeyRefusal.UNUSABLE
    with transaction.atomic():
        passkey = store_passkey(invitation.account, name=name, answer=answer, challenge=challenge, now=now)
        if isinstance(passkey, Passkey):
            bound = KeyInvitation.objects.filter(digest=invitation.digest)
            bound.update(keys_bound=F("keys_bound") + 1)
            bound.filter(keys_bound__gte=KEYS_OF_AN_OFFICIAL).update(finished_at=now)
    return passkey
