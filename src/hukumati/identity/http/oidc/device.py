"""The device authorization endpoint, RFC 8628 §3.1.

There is no `verification_uri_complete`: who types the letters from the device's own screen approves no other device.
"""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation

from hukumati.core import clock
from hukumati.core.network import client_network
from hukumati.identity.domain.claims import granted_scopes
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.domain.device_flow import GRANT_TYPE, LIFETIME
from hukumati.identity.domain.polling import INTERVAL
from hukumati.identity.http.oidc.client_endpoint import client_endpoint
from hukumati.identity.http.oidc.refusals import Refused
from hukumati.identity.models import Client
from hukumati.identity.use_cases.devices import begin

EXPIRES_IN: Final = int(LIFETIME.total_seconds())


@client_endpoint
def device_authorization(request: HttpRequest, client: Client) -> HttpResponse:
    """Store a device's request and return its codes, and where the person approves it."""
    if GRANT_TYPE not in ClientSettings.from_json(client.settings).grant_types:
        raise Refused("unauthorized_client", "the grant is not registered for the client")
    scopes = granted_scopes(request.POST.get("scope", "").split(), allowed=client.scopes)
    if "openid" not in scopes:
        raise Refused("invalid_scope", "openid is required")
    codes = begin(client=client, scopes=scopes, network=client_network(request), now=clock.now())
    with translation.override("ar"):
        address = f"{settings.HUKUMATI.identity_url}{reverse('identity_device')}"
    return JsonResponse(
        {
            "device_code": codes.device_code,
            "user_code": codes.user_code,
            "verification_uri": address,
            "expires_in": EXPIRES_IN,
            "interval": INTERVAL,
        }
    )
