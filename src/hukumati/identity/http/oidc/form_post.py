"""OAuth 2.0 Form Post Response Mode: a page whose form carries the response to the client.

A script sends it at once; without scripts the person presses the button.
"""

from collections.abc import Mapping

from django.http import HttpResponse
from django.template.loader import render_to_string

from hukumati.identity.http.oidc.redirects import never_stored, origin_of


def by_form(redirect_uri: str, values: Mapping[str, str]) -> HttpResponse:
    """Return the page; its form may go to the client's origin, and nothing of it is in an address."""
    page = render_to_string("identity/form_post.html", {"action": redirect_uri, "values": values})
    response = never_stored(HttpResponse(page))
    response.csp_form_action = (origin_of(redirect_uri),)  # type: ignore[attr-defined]
    return response
