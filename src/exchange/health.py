"""Whether a server can carry messages: what `GET /health` of either edge answers."""

import json

from exchange.http.messages import HttpResponse
from exchange.message_log import MessageLog
from exchange.protocol.identifiers import ServerId


def report_health(server: ServerId, log: MessageLog) -> HttpResponse:
    """Return 200 while the message log can be written, else 503: nothing passes unlogged."""
    body = json.dumps({"status": "ok" if log.healthy else "log_failing", "server": str(server)}).encode()
    return HttpResponse(200 if log.healthy else 503, (("Content-Type", "application/json"),), body)
