"""Passkeys by the library `webauthn` (py_webauthn), which reads and verifies what authenticators answer."""

import json
import struct
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final, cast
from urllib.parse import urlsplit

import webauthn
from django.conf import settings
from webauthn.helpers import base64url_to_bytes, options_to_json_dict, parse_attestation_object, parse_client_data_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AttestationFormat,
    AuthenticatorSelectionCriteria,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from hukumati.identity.domain.passkeys import LONGEST_ANSWER, NewPasskey, Owner, PasskeyUse

_UNREADABLE: Final = (
    WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError,
    struct.error,
)  # fmt: skip
"""What the library and its decoders raise on texts that no authenticator made."""
_VERIFIED: Final = UserVerificationRequirement.REQUIRED
_MILLISECONDS: Final = 300_000
_LONGEST_CREDENTIAL_ID: Final = 1023
_TRANSPORTS: Final = frozenset({"usb", "nfc", "ble", "smart-card", "hybrid", "internal"})


class WebAuthnPasskeys:
    """A PasskeyReader for the provider's own origin; every passkey is discoverable and verifies its user."""

    def creation_options(
        self, *, challenge: bytes, owner: Owner, known: Sequence[bytes], attested: bool
    ) -> Mapping[str, object]:
        """Return PublicKeyCredentialCreationOptionsJSON (§5.4)."""
        options = webauthn.generate_registration_options(
            rp_id=self._rp_id,
            rp_name="Hukumati حكومتي",
            user_id=owner.handle,
            user_name=owner.login,
            user_display_name=owner.name,
            challenge=challenge,
            timeout=_MILLISECONDS,
            attestation=AttestationConveyancePreference.DIRECT if attested else AttestationConveyancePreference.NONE,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
        )
        return options_to_json_dict(options)

    def request_options(self, *, challenge: bytes) -> Mapping[str, object]:
        """Return PublicKeyCredentialRequestOptionsJSON (§5.5) for any passkey of this site."""
        options = webauthn.generate_authentication_options(
            rp_id=self._rp_id, challenge=challenge, timeout=_MILLISECONDS, user_verification=_VERIFIED
        )
        return options_to_json_dict(options)

    def challenge_of(self, answer: str) -> bytes | None:
        """Return the challenge in the answer's client data (§5.8.1); None also where another site framed the page."""
        try:
            data = parse_client_data_json(base64url_to_bytes(_read(answer)["response"]["clientDataJSON"]))
        except _UNREADABLE:
            return None
        return None if data.cross_origin else data.challenge

    def credential_of(self, answer: str) -> tuple[bytes, bytes] | None:
        """Return the credential's id and its owner's handle."""
        try:
            sent = _read(answer)
            return base64url_to_bytes(str(sent["rawId"])), base64url_to_bytes(sent["response"]["userHandle"])
        except _UNREADABLE:
            return None

    def read_creation(self, *, answer: str, challenge: bytes) -> NewPasskey | None:
        """Return the new passkey (§7.1): origin, rpId, challenge, user verification and attestation are verified."""
        try:
            made = webauthn.verify_registration_response(
                credential=cast(dict[str, object], _read(answer)),
                expected_challenge=challenge,
                expected_rp_id=self._rp_id,
                expected_origin=self._origin,
                require_user_verification=True,
                pem_root_certs_bytes_by_fmt={kind: list(self._roots) for kind in AttestationFormat},
            )
        except _UNREADABLE:
            return None
        if len(made.credential_id) > _LONGEST_CREDENTIAL_ID:
            return None
        return NewPasskey(
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            aaguid=made.aaguid,
            transports=_transports(answer),
            is_backup_eligible=made.credential_device_type is CredentialDeviceType.MULTI_DEVICE,
            is_backed_up=made.credential_backed_up,
            is_attested=bool(self._roots) and _has_chain(made.attestation_object),
        )

    def read_use(self, *, answer: str, challenge: bytes, public_key: bytes) -> PasskeyUse | None:
        """Return what the authenticator told (§7.2).

        The counter is left to the caller: the library compares it before the signature, and whoever cannot sign must
        not bring a passkey under suspicion.
        """
        try:
            used = webauthn.verify_authentication_response(
                credential=cast(dict[str, object], _read(answer)),
                expected_challenge=challenge,
                expected_rp_id=self._rp_id,
                expected_origin=self._origin,
                credential_public_key=public_key,
                credential_current_sign_count=0,
                require_user_verification=True,
            )
        except _UNREADABLE:
            return None
        return PasskeyUse(
            sign_count=used.new_sign_count,
            is_backup_eligible=used.credential_device_type is CredentialDeviceType.MULTI_DEVICE,
            is_backed_up=used.credential_backed_up,
        )

    @property
    def _origin(self) -> str:
        return str(settings.HUKUMATI.identity_url)

    @property
    def _rp_id(self) -> str:
        return urlsplit(self._origin).hostname or ""

    @cached_property
    def _roots(self) -> tuple[bytes, ...]:
        folder: Path | None = settings.HUKUMATI.passkey_roots_dir
        return tuple(file.read_bytes() for file in sorted(folder.glob("*.pem"))) if folder else ()


def _read(answer: str) -> dict[str, dict[str, str]]:
    if len(answer) > LONGEST_ANSWER:
        raise ValueError("longer than any answer")
    sent = json.loads(answer)
    if not isinstance(sent, dict):
        raise TypeError("no object")
    return sent


def _has_chain(attestation: bytes) -> bool:
    """Return whether a certificate of the maker vouches; without one the passkey vouches for itself (§6.5.4)."""
    return bool(parse_attestation_object(attestation).att_stmt.x5c)


def _transports(answer: str) -> tuple[str, ...]:
    told: object = _read(answer)["response"].get("transports", [])
    return tuple(each for each in told if each in _TRANSPORTS) if isinstance(told, list) else ()
