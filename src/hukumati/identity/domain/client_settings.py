"""What a client chose or was given beyond its addresses: the client metadata of RFC 7591 and its extensions.

The names are those of the registry "OAuth Dynamic Client Registration Metadata". The row of a client keeps only what
differs from the defaults.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Final

DEFAULT_ALGORITHM: Final = "ES256"


class Profile(StrEnum):
    """A set of rules that a client is held to, on top of PKCE for all."""

    PLAIN = "plain"
    FAPI2_SECURITY = "fapi2_security"
    """FAPI 2.0 Security Profile: pushed requests, sender-constrained tokens, asymmetric authentication."""
    FAPI2_MESSAGE_SIGNING = "fapi2_message_signing"
    """FAPI 2.0 Message Signing: beyond the security profile, signed requests, responses and introspection."""
    FAPI_CIBA = "fapi_ciba"
    """FAPI-CIBA (ID1): signed backchannel requests with a binding message, sender-constrained tokens."""


@dataclass(frozen=True, slots=True)
class ClientSettings:
    """The settings of one client; the defaults are those of a confidential site with the code grant.

    An empty algorithm means that the object is not signed, or not encrypted.
    """

    profile: Profile = Profile.PLAIN
    grant_types: tuple[str, ...] = ("authorization_code",)
    application_type: str = "web"
    jwks_uri: str = ""
    token_endpoint_auth_signing_alg: str = ""
    tls_client_auth_subject_dn: str = ""
    tls_client_auth_san_dns: str = ""
    tls_client_auth_san_uri: str = ""
    sector_identifier_uri: str = ""
    require_pushed_authorization_requests: bool = False
    require_signed_request_object: bool = False
    request_object_signing_alg: str = ""
    dpop_bound_access_tokens: bool = False
    tls_client_certificate_bound_access_tokens: bool = False
    id_token_signed_response_alg: str = DEFAULT_ALGORITHM
    id_token_encrypted_response_alg: str = ""
    id_token_encrypted_response_enc: str = ""
    userinfo_signed_response_alg: str = ""
    userinfo_encrypted_response_alg: str = ""
    userinfo_encrypted_response_enc: str = ""
    authorization_signed_response_alg: str = DEFAULT_ALGORITHM
    introspection_signed_response_alg: str = DEFAULT_ALGORITHM
    backchannel_logout_uri: str = ""
    backchannel_logout_session_required: bool = True
    backchannel_token_delivery_mode: str = ""
    backchannel_client_notification_endpoint: str = ""
    backchannel_authentication_request_signing_alg: str = ""
    may_name_people: bool = False
    """Whether it may name people by ID number or telephone in backchannel requests: operators alone decide."""
    default_max_age: int | None = None
    default_acr_values: tuple[str, ...] = ()
    may_introspect: bool = False
    """Whether it is a resource server, which may introspect tokens that were issued to others."""
    contacts: tuple[str, ...] = ()
    purpose_ar: str = ""
    purpose_en: str = ""
    """What the site needs people's details for, as the page that asks for consent says it."""
    policy_uri: str = ""

    @property
    def is_fapi(self) -> bool:
        """Return whether the client is held to a profile of FAPI: keys alone, strong algorithms, bound tokens."""
        return self.profile is not Profile.PLAIN

    @property
    def is_fapi2(self) -> bool:
        """Return whether the FAPI 2.0 Security Profile holds for the client."""
        return self.is_fapi and self.profile is not Profile.FAPI_CIBA

    @property
    def signs_messages(self) -> bool:
        """Return whether FAPI 2.0 Message Signing holds for the client."""
        return self.profile is Profile.FAPI2_MESSAGE_SIGNING

    def as_json(self) -> dict[str, object]:
        """Return what differs from the defaults, as JSON."""
        return {name: _json(value) for name, value in asdict(self).items() if value != _DEFAULTS[name]}

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "ClientSettings":
        """Read what `as_json` returned; names that this version does not know are left out."""
        return cls(**{name: _read(name, value) for name, value in stored.items() if name in _DEFAULTS})  # type: ignore[arg-type]


_DEFAULTS: Final[Mapping[str, object]] = {field.name: field.default for field in fields(ClientSettings)}


def _json(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _read(name: str, value: object) -> object:
    if name == "profile":
        return Profile(str(value))
    return tuple(value) if isinstance(value, list) else value
