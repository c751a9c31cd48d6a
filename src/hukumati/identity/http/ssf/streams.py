"""Stream configuration: SSF 1.0 §8.1.1."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from hukumati.core import clock
from hukumati.identity.domain.signal_streams import URNS, VERIFICATION_EVERY, Delivery, InvalidStream, read_choice
from hukumati.identity.http.ssf.endpoint import answer, body_of, nothing, signal_endpoint
from hukumati.identity.models import Client, SignalStream
from hukumati.identity.use_cases.signal_streams import (
    change_stream,
    choice_of,
    create_stream,
    delete_stream,
    find_streams,
    get_stream,
    hosts_of,
    offered_to,
)


@signal_endpoint("GET", "POST", "PATCH", "PUT", "DELETE")
def streams(request: HttpRequest, client: Client) -> HttpResponse:
    """Read, create, change, replace or delete the stream of a site."""
    if request.method == "GET":
        return _read(request, client)
    if request.method == "POST":
        return _create(request, client)
    if request.method == "DELETE":
        delete_stream(get_stream(client_id=client.client_id, stream_id=request.GET.get("stream_id")))
        return nothing()
    return _change(request, client, replaces=request.method == "PUT")


def _read(request: HttpRequest, client: Client) -> HttpResponse:
    """Return one stream, or without an identifier the list of all (§8.1.1.2)."""
    if "stream_id" in request.GET:
        found = get_stream(client_id=client.client_id, stream_id=request.GET["stream_id"])
        return answer(_shown(found, client))
    return answer([_shown(each, client) for each in find_streams(client_id=client.client_id)])


def _create(request: HttpRequest, client: Client) -> HttpResponse:
    choice = read_choice(body_of(request), before=None, hosts=hosts_of(client))
    made = create_stream(client_id=client.client_id, choice=choice, now=clock.now())
    return answer(_shown(made, client), status=201)


def _change(request: HttpRequest, client: Client, *, replaces: bool) -> HttpResponse:
    """Change what is named (§8.1.1.3), or replace all (§8.1.1.4); what the provider supplies may be sent unchanged."""
    sent = body_of(request)
    stream = get_stream(client_id=client.client_id, stream_id=sent.get("stream_id"))
    shown = _shown(stream, client)
    if any(sent.get(name, shown[name]) != shown[name] for name in ("iss", "aud")):
        raise InvalidStream("iss and aud are not the receiver's to choose")
    choice = read_choice(sent, before=None if replaces else choice_of(stream), hosts=hosts_of(client))
    return answer(_shown(change_stream(stream, choice), client))


def _shown(stream: SignalStream, client: Client) -> dict[str, object]:
    """Return a stream's configuration; the receiver's own secret is not repeated."""
    offered = offered_to(client)
    is_pushed = stream.delivery == Delivery.PUSH
    url = stream.endpoint_url if is_pushed else f"{settings.HUKUMATI.identity_url}{_poll_path(stream)}"
    described = {"description": stream.description} if stream.description else {}
    return {
        "stream_id": str(stream.id),
        "iss": settings.HUKUMATI.identity_url,
        "aud": client.client_id,
        "events_supported": list(offered),
        "events_requested": stream.events_requested,
        "events_delivered": [each for each in stream.events_requested if each in offered],
        "delivery": {"method": URNS[Delivery(stream.delivery)], "endpoint_url": url},
        "min_verification_interval": int(VERIFICATION_EVERY.total_seconds()),
        **described,
    }


def _poll_path(stream: SignalStream) -> str:
    return reverse("identity_signal_poll", args=[stream.id])
