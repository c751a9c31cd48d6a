"""Adding and removing subjects: SSF 1.0 §8.1.3. A stream is about all people of its site, but for those removed."""

from django.http import HttpRequest, HttpResponse

from hukumati.identity.http.ssf.endpoint import body_of, nothing, signal_endpoint
from hukumati.identity.models import Client
from hukumati.identity.use_cases.signal_streams import get_stream
from hukumati.identity.use_cases.signal_subjects import leave_out, take_in


@signal_endpoint("POST")
def add_subject(request: HttpRequest, client: Client) -> HttpResponse:
    """Signal about a person again."""
    sent = body_of(request)
    take_in(get_stream(client_id=client.client_id, stream_id=sent.get("stream_id")), sent.get("subject"))
    return HttpResponse()


@signal_endpoint("POST")
def remove_subject(request: HttpRequest, client: Client) -> HttpResponse:
    """Signal nothing more about a person."""
    sent = body_of(request)
    leave_out(get_stream(client_id=client.client_id, stream_id=sent.get("stream_id")), sent.get("subject"))
    return nothing()
