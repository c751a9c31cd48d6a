"""What a person is told when a site asks them, and a site when they decided: neither can be made to pester anybody.

Prompts that come again and again wear people down until they approve: text messages are limited for each site and
person, and for each person in all. A request beyond that still waits on the page, where nothing rings.
"""

import json
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from hukumati.core.limits import allow
from hukumati.core.transactions import refuse_in_transaction
from hukumati.identity import wiring
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.domain.web_addresses import AddressRefused
from hukumati.identity.models import Account, BackchannelRequest
from hukumati.identity.use_cases.backchannel_secrets import request_id_of
from hukumati.identity.use_cases.notices import SITE, contact_of
from hukumati.notifications.api import Message, send

OF_SITE, OF_SITE_SECONDS = 3, 600
OF_PERSON, OF_PERSON_SECONDS = 10, 3600
UNAVAILABLE: Final = 500
log = structlog.get_logger("hukumati.identity.ciba")


class NotTold(RuntimeError):
    """The site could not take the notification; it is tried again."""


def tell_person(account: Account, request: BackchannelRequest, *, now: datetime) -> bool:
    """Send word of a request, in the caller's transaction, unless there was too much of that; return whether it was."""
    if not _may_ring(account, request.client_id):
        return False
    send(
        key=f"identity.backchannel:{request.id}",
        to=contact_of(account),
        message=_message(account, request),
        about=f"identity.account:{account.id}",
        secret=True,  # it is of no use later, and goes before others
        expires_at=request.expires_at,
    )
    return True


def _may_ring(account: Account, client_id: str) -> bool:
    of_site = f"identity.backchannel:{account.id}:{client_id}"
    return allow(key=of_site, at_most=OF_SITE, per_seconds=OF_SITE_SECONDS) and allow(
        key=f"identity.backchannel:{account.id}", at_most=OF_PERSON, per_seconds=OF_PERSON_SECONDS
    )


def _message(account: Account, request: BackchannelRequest) -> Message:
    """Return the message; what the site wrote is read on the page alone, so that nobody writes texts in our name."""
    client, is_english = request.client, account.language == "en"
    link = f"{settings.HUKUMATI.identity_url}{reverse('identity_waiting_request', SITE, args=[request.id])}"
    with translation.override(account.language):
        text = gettext(
            "%(site)s asks you to confirm that it is you. If you expect this, open %(link)s. Otherwise do nothing."
        ) % {"site": client.name_en if is_english else client.name_ar, "link": link}
        return Message(sms=text, subject=gettext("A request to your Hukumati account"), body=text)


def wants_notification(request: BackchannelRequest) -> bool:
    """Return whether the site of a request is told of the decision."""
    return bool(request.notification_token) and bool(_endpoint(request))


def notify_site(request_id: UUID, *, now: datetime) -> None:
    """Tell a site that a request was decided (Core §10.2). Raises NotTold and WebUnavailable: worth another try.

    A refusal or a redirect is final: whoever answers so would answer so again.
    """
    refuse_in_transaction("a site is called outside of transactions")
    request = BackchannelRequest.objects.select_related("client").filter(id=request_id, expires_at__gt=now).first()
    if request is None or not wants_notification(request):
        return
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {request.notification_token}"}
    body = json.dumps({"auth_req_id": request_id_of(request)}).encode()
    try:
        answer = wiring.outside_web().request("POST", _endpoint(request), content=body, headers=headers)
    except AddressRefused:  # another try would lead to the same inner network
        log.warning("ciba.address_refused", client=request.client_id)
        return
    if answer.status >= UNAVAILABLE:
        raise NotTold(f"{request.client_id} answered {answer.status}")


def _endpoint(request: BackchannelRequest) -> str:
    return ClientSettings.from_json(request.client.settings).backchannel_client_notification_endpoint
