"""The sample site of a ministry, a client of the demonstration."""

from typing import Final

from django.conf import settings

from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.domain.tokens import token_digest
from hukumati.identity.models import Client, ClientAuthMethod

CLIENT_ID: Final = "ministry-site"
SCOPES: Final = ("openid", "identity")


def register_sample_site() -> None:
    """Register the sample site, or bring its row up to the configuration; nothing where no such site runs."""
    config = settings.HUKUMATI
    if config.sample_site_url and config.sample_site_secret:
        row = _row(config.sample_site_url, config.sample_site_secret.get_secret_value())
        Client.objects.update_or_create(client_id=CLIENT_ID, defaults=row)


def _row(url: str, secret: str) -> dict[str, object]:
    return {
        "token_endpoint_auth_method": ClientAuthMethod.CLIENT_SECRET_BASIC,
        "secret_digest": token_digest(secret),
        "name_ar": "المكتبات العامة (موقع تجريبي)",
        "name_en": "Public libraries (sample site)",
        "redirect_uris": [f"{url}/callback"],
        "post_logout_redirect_uris": [f"{url}/signed-out"],
        "initiate_login_uri": f"{url}/sign-in",
        "scopes": list(SCOPES),
        "sector": CLIENT_ID,
        "needs_consent": False,
        "owner": "moc",
        "legal_basis": "Illustrative: the by-law of public libraries",
        "settings": ClientSettings(backchannel_logout_uri=f"{url}/backchannel-logout").as_json(),
    }
