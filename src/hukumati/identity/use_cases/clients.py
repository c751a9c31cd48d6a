"""The platform's own relying parties, registered from the configuration."""

from dataclasses import dataclass, field

from django.conf import settings

from hukumati.core.bilingual import Bilingual
from hukumati.core.rows import PreparedQuery
from hukumati.identity.domain.authorization import OWN_PAGES
from hukumati.identity.domain.pairwise import FIRST_PARTY_SECTOR
from hukumati.identity.domain.tokens import token_digest
from hukumati.identity.models import Client, ClientAuthMethod, ClientState

CALLBACKS = ("/sign-in/callback", "/en/sign-in/callback")
HOMES = ("/", "/en/")
LONGEST_CLIENT_ID = 60
_CLIENT = PreparedQuery(Client, f"client_id = %s AND state = '{ClientState.ACTIVE}'")


@dataclass(frozen=True, slots=True)
class FirstParty:
    """A site of the platform as a client: its address, its secret, and what it may learn."""

    client_id: str
    url: str
    secret: str = field(repr=False)
    name: Bilingual
    scopes: tuple[str, ...]


def first_parties() -> tuple[FirstParty, ...]:
    """Return the two sites where people sign in."""
    config = settings.HUKUMATI
    return (
        FirstParty(
            "portal",
            config.portal_url,
            config.portal_client_secret.get_secret_value(),
            Bilingual(ar="حكومتي", en="Hukumati"),
            ("openid", "identity", "phone", "email"),
        ),
        FirstParty(
            "workplace",
            config.workplace_url,
            config.workplace_client_secret.get_secret_value(),
            Bilingual(ar="مكتب الموظفين", en="the officials' workplace"),
            ("openid", "identity", "staff"),
        ),
    )


def find_client(client_id: str) -> Client | None:
    """Return a client that may be used; None for any other text, whatever is in it."""
    usable = len(client_id) <= LONGEST_CLIENT_ID and client_id.isprintable()
    return _CLIENT.first(client_id) if usable else None


def register_clients() -> None:
    """Register both sites and the provider's own pages, or bring their rows up to the configuration."""
    for party in first_parties():
        Client.objects.update_or_create(client_id=party.client_id, defaults=_row(party))
    Client.objects.update_or_create(client_id=OWN_PAGES, defaults=_own_pages())


def _row(party: FirstParty) -> dict[str, object]:
    return {
        "token_endpoint_auth_method": ClientAuthMethod.CLIENT_SECRET_BASIC,
        "secret_digest": token_digest(party.secret),
        "jwks": None,
        "name_ar": party.name.ar,
        "name_en": party.name.en,
        "redirect_uris": [f"{party.url}{path}" for path in CALLBACKS],
        "post_logout_redirect_uris": [f"{party.url}{path}" for path in HOMES],
        "initiate_login_uri": f"{party.url}/sign-in",
        "scopes": list(party.scopes),
        "sector": FIRST_PARTY_SECTOR,
        "needs_consent": False,
    }


def _own_pages() -> dict[str, object]:
    """Return the row for the provider's own pages: without a secret or an address, no request can come in its name."""
    return {
        "token_endpoint_auth_method": ClientAuthMethod.CLIENT_SECRET_BASIC,
        "secret_digest": None,
        "name_ar": "حسابك",
        "name_en": "your account",
        "redirect_uris": [],
        "post_logout_redirect_uris": [],
        "initiate_login_uri": f"{settings.HUKUMATI.identity_url}/account",
        "scopes": [],
        "sector": FIRST_PARTY_SECTOR,
        "needs_consent": False,
    }
