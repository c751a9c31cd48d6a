"""Verification of a stream: SSF 1.0 §8.1.4."""

from django.http import HttpRequest, HttpResponse

from hukumati.core import clock
from hukumati.identity.domain.signal_streams import LONGEST_STATE, read_text
from hukumati.identity.http.oidc.refusals import Refused
from hukumati.identity.http.ssf.endpoint import body_of, nothing, signal_endpoint
from hukumati.identity.models import Client
from hukumati.identity.use_cases.signal_streams import get_stream
from hukumati.identity.use_cases.signals import request_verification


@signal_endpoint("POST")
def verification(request: HttpRequest, client: Client) -> HttpResponse:
    """Send a site the event that it asks for, with its `state`."""
    sent = body_of(request)
    stream = get_stream(client_id=client.client_id, stream_id=sent.get("stream_id"))
    state = read_text(sent, "state", longest=LONGEST_STATE)
    if not request_verification(stream, state=state, now=clock.now()):
        raise Refused("too_many_requests", "see min_verification_interval", status=429)
    return nothing()
