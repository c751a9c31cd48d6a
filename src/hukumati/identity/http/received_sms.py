"""Text messages that people send to the platform's number: Kannel's `post-url` of an `sms-service`.

The gateway authenticates by HTTP Basic (RFC 7617), with the name and password by which the platform sends. A message is
answered alike, whatever it does: who sends from a number that has no account learns nothing. An operator's network can
be made to show another sender; all that a false one achieves here is a lock, which protects.
"""

import base64
import binascii
import hmac
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from hukumati.core import clock
from hukumati.core.identifiers import InvalidPhone, parse_phone
from hukumati.core.limits import allow
from hukumati.identity.domain.locks import read_lock_message
from hukumati.identity.use_cases.locks import lock_by_message

SENDER: Final = "X-Kannel-From"
LONGEST_MESSAGE: Final = 1000
PER_HOUR: Final = 10
"""Messages of one sender that are read."""


@csrf_exempt  # a program calls, without cookies
@require_POST
def received_sms(request: HttpRequest) -> HttpResponse:
    """Lock the sender's accounts if the message says so."""
    if not _is_gateway(request.headers.get("Authorization", "")):
        return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="sms"'})
    try:
        phone = parse_phone(_international(request.headers.get(SENDER, "")))
    except InvalidPhone:
        return HttpResponse(status=400)
    text = request.body[:LONGEST_MESSAGE].decode("utf-8", errors="replace")
    meant = read_lock_message(text)
    if meant is not None and allow(key=f"identity.sms_received:{phone}", at_most=PER_HOUR, per_seconds=3600):
        lock_by_message(phone=phone, id_number=meant, now=clock.now())
    return HttpResponse(status=204)  # an answer with a body would go to the sender as a text message


def _international(number: str) -> str:
    bare = number.strip()
    return bare if bare.startswith(("+", "0")) else f"+{bare}"


def _is_gateway(header: str) -> bool:
    scheme, _, encoded = header.partition(" ")
    try:
        given = base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        return False
    config = settings.HUKUMATI
    expected = f"{config.sms_username}:{config.sms_password.get_secret_value()}".encode()
    return scheme.casefold() == "basic" and hmac.compare_digest(given, expected)
