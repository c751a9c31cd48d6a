"""Client metadata as JSON (RFC 7591 §2): read from strangers, and shown to the site that it describes."""

from dataclasses import replace
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hukumati.core.bilingual import Bilingual
from hukumati.identity.domain.client_settings import ClientSettings, Profile
from hukumati.identity.domain.registration_metadata import ClientRequest, InvalidMetadata

LONGEST_TEXT: Final = 2000
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Texts = Annotated[tuple[Text, ...], Field(max_length=50)]


class Metadata(BaseModel):
    """What a site sends; members that are not known are ignored, as RFC 7591 §2 demands."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    client_name: Text = ""
    client_name_ar: Annotated[Text, Field(alias="client_name#ar")] = ""
    client_name_en: Annotated[Text, Field(alias="client_name#en")] = ""
    redirect_uris: Annotated[Texts, Field(strict=False)] = ()
    post_logout_redirect_uris: Annotated[Texts, Field(strict=False)] = ()
    initiate_login_uri: Text = ""
    scope: Text = "openid"
    token_endpoint_auth_method: Text = "client_secret_basic"  # noqa: S105 — the default of RFC 7591 §2
    response_types: Annotated[Texts, Field(strict=False)] = ("code",)
    subject_type: Text = "pairwise"
    jwks: dict[str, object] | None = None
    profile: Annotated[Profile, Field(strict=False)] = Profile.PLAIN
    grant_types: Annotated[Texts, Field(strict=False)] = ("authorization_code",)
    application_type: Text = "web"
    jwks_uri: Text = ""
    token_endpoint_auth_signing_alg: Text = ""
    tls_client_auth_subject_dn: Text = ""
    tls_client_auth_san_dns: Text = ""
    tls_client_auth_san_uri: Text = ""
    sector_identifier_uri: Text = ""
    require_pushed_authorization_requests: bool = False
    require_signed_request_object: bool = False
    request_object_signing_alg: Text = ""
    dpop_bound_access_tokens: bool = False
    tls_client_certificate_bound_access_tokens: bool = False
    id_token_signed_response_alg: Text = ClientSettings().id_token_signed_response_alg
    userinfo_signed_response_alg: Text = ""
    authorization_signed_response_alg: Text = ClientSettings().authorization_signed_response_alg
    introspection_signed_response_alg: Text = ClientSettings().introspection_signed_response_alg
    backchannel_logout_uri: Text = ""
    backchannel_logout_session_required: bool = True
    backchannel_token_delivery_mode: Text = ""
    backchannel_client_notification_endpoint: Text = ""
    backchannel_authentication_request_signing_alg: Text = ""
    default_max_age: int | None = None
    default_acr_values: Annotated[Texts, Field(strict=False)] = ()
    contacts: Annotated[Texts, Field(strict=False)] = ()
    policy_uri: Text = ""

    def as_request(self, *, owner: str, before: ClientRequest | None = None) -> ClientRequest:
        """Return what the site asks for, in the name of a government body. Raises InvalidMetadata.

        What operators alone decide stays as it was `before`.
        """
        if self.response_types != ("code",):
            raise InvalidMetadata("invalid_client_metadata", "the one response type is code")
        if self.subject_type != "pairwise":
            raise InvalidMetadata("invalid_client_metadata", "subjects are pairwise")
        names = set(ClientSettings.__dataclass_fields__) & set(type(self).model_fields)
        return ClientRequest(
            name=Bilingual(
                ar=self.client_name_ar or self.client_name or self.client_name_en,
                en=self.client_name_en or self.client_name or self.client_name_ar,
            ),
            owner=owner,
            redirect_uris=self.redirect_uris,
            scopes=tuple(dict.fromkeys(self.scope.split())),
            authentication=self.token_endpoint_auth_method,
            jwks=self.jwks,
            post_logout_redirect_uris=self.post_logout_redirect_uris,
            initiate_login_uri=self.initiate_login_uri,
            is_sandbox=before is not None and before.is_sandbox,
            settings=replace(
                before.settings if before else ClientSettings(), **{name: getattr(self, name) for name in names}
            ),
        )


def read_metadata(value: object) -> Metadata:
    """Read what a site sent. Raises InvalidMetadata."""
    try:
        return Metadata.model_validate(value)
    except ValidationError as fault:
        first = fault.errors()[0]
        place = ".".join(str(part)[:40] for part in first["loc"]) or "the body"
        error = "invalid_redirect_uri" if place.startswith("redirect_uris") else "invalid_client_metadata"
        raise InvalidMetadata(error, f"{place} is malformed") from None


def metadata_of(request: ClientRequest) -> dict[str, object]:
    """Return a registration as metadata."""
    shown: dict[str, object] = {
        "client_name#ar": request.name.ar,
        "client_name#en": request.name.en,
        "redirect_uris": list(request.redirect_uris),
        "post_logout_redirect_uris": list(request.post_logout_redirect_uris),
        "scope": " ".join(request.scopes),
        "token_endpoint_auth_method": request.authentication,
        "response_types": ["code"],
        "subject_type": "pairwise",
        "grant_types": list(request.settings.grant_types),
        "application_type": request.settings.application_type,
        **request.settings.as_json(),
    }
    optional = {"jwks": request.jwks, "initiate_login_uri": request.initiate_login_uri}
    return shown | {name: value for name, value in optional.items() if value}
