"""Fetching signals: RFC 8936. Answers come at once, whatever `returnImmediately` says (§2.4)."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from hukumati.core import clock
from hukumati.identity.domain.signal_streams import InvalidStream, read_members
from hukumati.identity.http.ssf.endpoint import answer, body_of, signal_endpoint
from hukumati.identity.models import Client
from hukumati.identity.use_cases.signal_delivery import MOST_AT_ONCE, acknowledge, fetch_signals
from hukumati.identity.use_cases.signal_streams import get_stream


@signal_endpoint("POST", reads=True)
def poll(request: HttpRequest, client: Client, stream_id: UUID) -> HttpResponse:
    """Take acknowledgements and give the signals that wait."""
    sent = body_of(request)
    stream = get_stream(client_id=client.client_id, stream_id=stream_id)
    at_most = sent.get("maxEvents", MOST_AT_ONCE)
    if not isinstance(at_most, int) or isinstance(at_most, bool) or at_most < 0:
        raise InvalidStream("maxEvents is a number from 0")
    acknowledge(stream, _acknowledged(sent))
    signals, has_more = fetch_signals(stream, at_most=at_most, now=clock.now())
    return answer({"sets": signals, "moreAvailable": has_more})


def _acknowledged(sent: Mapping[str, object]) -> list[object]:
    """Return what was received, and what was received and refused (§2.2): neither is sent again."""
    taken = sent.get("ack", [])
    if not isinstance(taken, list):
        raise InvalidStream("ack is a list")
    return [*taken, *read_members(sent.get("setErrs", {}))]
