"""The acquirer's notifications."""

import hashlib
import time
from typing import Final

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from hukumati.core.limits import allow
from hukumati.payments.channels.card import webhook
from hukumati.payments.channels.card.start import CHANNEL
from hukumati.payments.http.endpoints import machine_endpoint, problem
from hukumati.payments.use_cases import inbox

FORGED_KEPT_PER_HOUR: Final = 100

log = structlog.get_logger("hukumati.payments")


@machine_endpoint
def card_webhook(request: HttpRequest, raw: bytes) -> HttpResponse:
    """Store a genuine notification and answer 200 once it is committed; a forged or old one gets 400."""
    header = request.headers.get(webhook.SIGNATURE_HEADER, "")
    secret = settings.HUKUMATI.acquirer_webhook_secret.get_secret_value()
    try:
        webhook.verify(raw, header=header, secret=secret, now=int(time.time()))
        notification = webhook.parse_notification(raw)
    except webhook.InvalidNotification as invalid:
        log.warning("webhook.refused", reason=str(invalid))
        # forgeries are kept as evidence, but not without end: anybody may send them
        if allow(key="webhook.forged", at_most=FORGED_KEPT_PER_HOUR, per_seconds=3600):
            digest = hashlib.sha256(raw).hexdigest()
            inbox.store_forged(channel=CHANNEL, source=CHANNEL, digest=digest, raw=raw, verdict=str(invalid))
        return problem(400, "The notification is not genuine.")
    inbox.store_and_defer(
        channel=CHANNEL,
        source=CHANNEL,
        message_id=notification.message_id,
        raw=raw,
        headers={webhook.SIGNATURE_HEADER: header[:1000]},
    )
    return HttpResponse(status=200)
