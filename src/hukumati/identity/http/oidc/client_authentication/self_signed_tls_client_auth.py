"""`self_signed_tls_client_auth`, RFC 8705 §2.2: the key of the certificate is among the keys of the client."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.http import HttpRequest

from hukumati.core import clock
from hukumati.identity import wiring
from hukumati.identity.http.oidc.client_certificate import ClientCertificate, read_client_certificate
from hukumati.identity.models import Client, ClientAuthMethod
from hukumati.identity.use_cases.client_keys import keys_of


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """The certificate of the connection, and the client that the form names."""

    client_id: str
    certificate: ClientCertificate
    at: datetime

    def prove(self, client: Client) -> bool:
        """Return whether the client registered the certificate's key; who signed the certificate says nothing."""
        presented = self.certificate.public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        verifier = wiring.signature_verifier()
        return any(verifier.public_key(key=key) == presented for key in keys_of(client, now=self.at))


class SelfSignedTlsClientAuth:
    """The method `self_signed_tls_client_auth`."""

    name: Final = ClientAuthMethod.SELF_SIGNED_TLS_CLIENT_AUTH.value

    def is_used(self, request: HttpRequest) -> bool:
        """Return False: a certificate may come with any method, because tokens are bound to it."""
        return False

    def read(self, request: HttpRequest) -> OwnCertificate | None:
        """Return the certificate and the client that the form names."""
        certificate = read_client_certificate(request)
        if certificate is None:
            return None
        return OwnCertificate(request.POST.get("client_id", ""), certificate, clock.now())
