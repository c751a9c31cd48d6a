"""The status of a stream: SSF 1.0 §8.1.2."""

from django.http import HttpRequest, HttpResponse

from hukumati.core import clock
from hukumati.identity.domain.signal_streams import read_status
from hukumati.identity.http.ssf.endpoint import answer, body_of, signal_endpoint
from hukumati.identity.models import Client, SignalStream
from hukumati.identity.use_cases.signal_streams import get_stream, set_status


@signal_endpoint("GET", "POST")
def status(request: HttpRequest, client: Client) -> HttpResponse:
    """Show the status of a stream, or set it: one that is enabled again sends what waited."""
    if request.method == "GET":
        return _shown(get_stream(client_id=client.client_id, stream_id=request.GET.get("stream_id")))
    sent = body_of(request)
    stream = get_stream(client_id=client.client_id, stream_id=sent.get("stream_id"))
    wanted, reason = read_status(sent)
    set_status(stream, status=wanted, reason=reason, now=clock.now())
    return _shown(stream)


def _shown(stream: SignalStream) -> HttpResponse:
    reason = {"reason": stream.status_reason} if stream.status_reason else {}
    return answer({"stream_id": str(stream.id), "status": str(stream.status), **reason})
