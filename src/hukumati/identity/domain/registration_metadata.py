"""What a site asks to be registered with, and what is wrong with it (RFC 7591 §2, OIDC Registration §2)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from hukumati.core.bilingual import Bilingual
from hukumati.identity.domain.backchannel import DELIVERY_MODES, PING
from hukumati.identity.domain.claims import SCOPES
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.domain.jose_algorithms import allowed_algorithms
from hukumati.identity.domain.jwk_sets import UnusableKeys, read_jwk_set
from hukumati.identity.domain.requested_levels import known_levels
from hukumati.identity.domain.web_addresses import AddressRefused, is_loopback_name, read_address

MOST_ADDRESSES: Final = 20
LONGEST_NAME: Final = 120
LONGEST_SECTOR: Final = 60
MOST_CONTACTS: Final = 5
LONGEST_CONTACT: Final = 254
LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
METHODS_WITH_KEYS: Final = frozenset({"private_key_jwt", "self_signed_tls_client_auth"})
METHODS_WITH_SECRET: Final = frozenset({"client_secret_basic", "client_secret_post"})
METHODS_OF_FAPI: Final = METHODS_WITH_KEYS | {"tls_client_auth"}
_METHODS: Final = METHODS_OF_FAPI | METHODS_WITH_SECRET | {"none"}


class InvalidMetadata(ValueError):
    """Something that a site asks for is not accepted; `error` is one of RFC 7591 §3.2.2."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description


@dataclass(frozen=True, slots=True)
class ClientRequest:
    """What a site asks to be registered with; `owner` is the code of the government body that runs it."""

    name: Bilingual
    owner: str
    redirect_uris: tuple[str, ...]
    scopes: tuple[str, ...] = ("openid",)
    authentication: str = "private_key_jwt"
    jwks: Mapping[str, object] | None = None
    post_logout_redirect_uris: tuple[str, ...] = ()
    initiate_login_uri: str = ""
    is_sandbox: bool = False
    settings: ClientSettings = field(default_factory=ClientSettings)


@dataclass(frozen=True, slots=True)
class Offers:
    """What this provider offers: grants, and the algorithms that it signs by itself; whether it is a demonstration."""

    grants: Collection[str]
    signing_algorithms: Collection[str]
    is_demo: bool


def check_request(request: ClientRequest, offers: Offers) -> None:
    """Raise InvalidMetadata for the first thing that is not accepted."""
    for check in CHECKS:
        for error, description in check(request, offers):
            raise InvalidMetadata(error, description)


def sector_of(request: ClientRequest) -> str:
    """Return the sector in which the site knows people (OIDC Core §8.1). Raises InvalidMetadata.

    It is the host of the sites' common list, or of the addresses of this one, which must then be one.
    """
    uris = (
        (request.settings.sector_identifier_uri,) if request.settings.sector_identifier_uri else request.redirect_uris
    )
    hosts = {urlsplit(uri).hostname or "" for uri in uris}
    if len(hosts) != 1:
        raise InvalidMetadata("invalid_client_metadata", "addresses of several hosts need a sector_identifier_uri")
    (sector,) = hosts
    if len(sector) > LONGEST_SECTOR:
        raise InvalidMetadata("invalid_client_metadata", f"the host has more than {LONGEST_SECTOR} letters")
    return sector


Faults = Iterator[tuple[str, str]]


def _check_names(request: ClientRequest, _offers: Offers) -> Faults:
    for name in (request.name.ar, request.name.en):
        if not 0 < len(name.strip()) <= LONGEST_NAME or not name.isprintable():
            yield "invalid_client_metadata", f"client_name must have 1 to {LONGEST_NAME} letters, in both languages"


def _check_redirects(request: ClientRequest, offers: Offers) -> Faults:
    if not 0 < len(request.redirect_uris) <= MOST_ADDRESSES:
        yield "invalid_redirect_uri", f"1 to {MOST_ADDRESSES} redirect_uris are required"
    is_native = request.settings.application_type == "native"
    for uri in request.redirect_uris:
        if not is_return_address(uri, is_native=is_native, is_demo=offers.is_demo):
            yield "invalid_redirect_uri", f"not an https address without fragment and wildcard: {uri[:200]}"


def is_return_address(uri: str, *, is_native: bool, is_demo: bool) -> bool:
    """Return whether browsers may be sent to an address: https, or of an app on the person's own machine (RFC 8252)."""
    if "*" in uri:
        return False
    try:
        address = read_address(uri, allows_loopback=is_native or is_demo)
    except AddressRefused:
        return False
    if address.scheme == "https":
        return not is_loopback_name(address.host) or is_demo
    return is_demo or address.host in LOOPBACK


def _check_credentials(request: ClientRequest, offers: Offers) -> Faults:
    method, chosen = request.authentication, request.settings
    if method not in _METHODS:
        yield "invalid_client_metadata", "token_endpoint_auth_method is not offered"
    if request.jwks is not None and chosen.jwks_uri:
        yield "invalid_client_metadata", "jwks and jwks_uri exclude each other"
    if method in METHODS_WITH_KEYS and request.jwks is None and not chosen.jwks_uri:
        yield "invalid_client_metadata", "jwks or jwks_uri is required"
    if request.jwks is not None and not _are_keys(request.jwks):
        yield "invalid_client_metadata", "jwks is no set of public keys"
    names = (chosen.tls_client_auth_subject_dn, chosen.tls_client_auth_san_dns, chosen.tls_client_auth_san_uri)
    if (method == "tls_client_auth") != (sum(map(bool, names)) == 1):
        yield "invalid_client_metadata", "tls_client_auth needs exactly one name of the certificate, and no other does"
    if method == "none" and chosen.application_type != "native":
        yield "invalid_client_metadata", "only an application of type native may do without credentials"


def _are_keys(value: object) -> bool:
    try:
        read_jwk_set(value)
    except UnusableKeys:
        return False
    return True


def _check_profile(request: ClientRequest, _offers: Offers) -> Faults:
    chosen = request.settings
    if not chosen.is_fapi:
        return
    if request.authentication not in METHODS_OF_FAPI:
        yield "invalid_client_metadata", "FAPI 2.0 needs private_key_jwt or a TLS certificate"
    if not (chosen.dpop_bound_access_tokens or chosen.tls_client_certificate_bound_access_tokens):
        yield "invalid_client_metadata", "FAPI 2.0 needs tokens that are bound by DPoP or to a TLS certificate"


def _check_settings(request: ClientRequest, offers: Offers) -> Faults:
    chosen = request.settings
    allowed = allowed_algorithms(is_fapi=chosen.is_fapi)
    for signed_by_client in (
        chosen.token_endpoint_auth_signing_alg,
        chosen.request_object_signing_alg,
        chosen.backchannel_authentication_request_signing_alg,
    ):
        if signed_by_client and signed_by_client not in allowed:
            yield "invalid_client_metadata", f"the site may sign by {', '.join(allowed)} only"
    for signed_by_us in (
        chosen.id_token_signed_response_alg,
        chosen.authorization_signed_response_alg,
        chosen.introspection_signed_response_alg,
        chosen.userinfo_signed_response_alg,
    ):
        if signed_by_us and signed_by_us not in offers.signing_algorithms:
            yield "invalid_client_metadata", f"this provider signs by {', '.join(offers.signing_algorithms)} only"
    if not chosen.grant_types or not set(chosen.grant_types) <= set(offers.grants):
        yield "invalid_client_metadata", f"grant_types are {', '.join(offers.grants)}"
    if chosen.application_type not in {"web", "native"}:
        yield "invalid_client_metadata", "application_type is web or native"
    if chosen.default_max_age is not None and not 0 <= chosen.default_max_age < 10**9:
        yield "invalid_client_metadata", "default_max_age is a number of seconds"
    if len(known_levels(chosen.default_acr_values)) != len(chosen.default_acr_values):
        yield "invalid_client_metadata", "default_acr_values names an unknown level"


def _check_backchannel(request: ClientRequest, _offers: Offers) -> Faults:
    """Check what a site says that asks people who are elsewhere (CIBA Core §4)."""
    chosen = request.settings
    if chosen.backchannel_token_delivery_mode not in {"", *DELIVERY_MODES}:
        yield "invalid_client_metadata", f"backchannel_token_delivery_mode is {' or '.join(DELIVERY_MODES)}"
    if chosen.backchannel_token_delivery_mode == PING and not chosen.backchannel_client_notification_endpoint:
        yield "invalid_client_metadata", "ping needs a backchannel_client_notification_endpoint"


def _check_others(request: ClientRequest, offers: Offers) -> Faults:
    chosen = request.settings
    if "openid" not in request.scopes or not set(request.scopes) <= SCOPES.keys():
        yield "invalid_client_metadata", f"scope needs openid, and may have {', '.join(SCOPES)}"
    for uri in request.post_logout_redirect_uris:
        if not is_return_address(uri, is_native=chosen.application_type == "native", is_demo=offers.is_demo):
            yield "invalid_client_metadata", "post_logout_redirect_uris are https addresses"
    if len(request.post_logout_redirect_uris) > MOST_ADDRESSES:
        yield "invalid_client_metadata", f"at most {MOST_ADDRESSES} post_logout_redirect_uris"
    for name, uri in _called_addresses(request).items():
        if uri and not _is_address(uri, offers):
            yield "invalid_client_metadata", f"{name} is no https address"
    is_short = all(0 < len(contact) <= LONGEST_CONTACT and contact.isprintable() for contact in chosen.contacts)
    if len(chosen.contacts) > MOST_CONTACTS or not is_short:
        yield "invalid_client_metadata", f"at most {MOST_CONTACTS} contacts"


def _called_addresses(request: ClientRequest) -> dict[str, str]:
    """Return the addresses that this provider, or a person's browser, calls because the site named them."""
    chosen = request.settings
    return {
        "jwks_uri": chosen.jwks_uri,
        "sector_identifier_uri": chosen.sector_identifier_uri,
        "backchannel_logout_uri": chosen.backchannel_logout_uri,
        "backchannel_client_notification_endpoint": chosen.backchannel_client_notification_endpoint,
        "policy_uri": chosen.policy_uri,
        "initiate_login_uri": request.initiate_login_uri,
    }


def _is_address(uri: str, offers: Offers) -> bool:
    try:
        read_address(uri, allows_loopback=offers.is_demo)
    except AddressRefused:
        return False
    return True


CHECKS: Final = (
    _check_names,
    _check_redirects,
    _check_credentials,
    _check_profile,
    _check_settings,
    _check_backchannel,
    _check_others,
)
