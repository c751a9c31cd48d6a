"""`tls_client_auth`, RFC 8705 §2.1: a certificate of a trusted authority that names the client as it registered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography import x509
from django.http import HttpRequest

from hukumati.core import clock
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.http.oidc.client_certificate import ClientCertificate, read_client_certificate
from hukumati.identity.models import Client, ClientAuthMethod


@dataclass(frozen=True, slots=True)
class IssuedCertificate:
    """The certificate of the connection, and the client that the form names."""

    client_id: str
    certificate: ClientCertificate
    at: datetime

    def prove(self, client: Client) -> bool:
        """Return whether the certificate is trusted and has the one name that the client registered."""
        chosen = ClientSettings.from_json(client.settings)
        names = _names(self.certificate, chosen)
        return len(names) == 1 and names[0] and self.certificate.is_trusted(now=self.at)


class TlsClientAuth:
    """The method `tls_client_auth`."""

    name: Final = ClientAuthMethod.TLS_CLIENT_AUTH.value

    def is_used(self, request: HttpRequest) -> bool:
        """Return False: a certificate may come with any method, because tokens are bound to it."""
        return False

    def read(self, request: HttpRequest) -> IssuedCertificate | None:
        """Return the certificate and the client that the form names."""
        certificate = read_client_certificate(request)
        if certificate is None:
            return None
        return IssuedCertificate(request.POST.get("client_id", ""), certificate, clock.now())


def _names(certificate: ClientCertificate, chosen: ClientSettings) -> list[bool]:
    """Return for each kind of name that was registered whether the certificate has it; exactly one may be (§2.1.2)."""
    judged = (
        (chosen.tls_client_auth_subject_dn, _has_subject),
        (chosen.tls_client_auth_san_dns, lambda each, name: name in each.dns_names),
        (chosen.tls_client_auth_san_uri, lambda each, name: name in each.uris),
    )
    return [has(certificate, registered) for registered, has in judged if registered]


def _has_subject(certificate: ClientCertificate, registered: str) -> bool:
    """Compare subjects as names, not as texts: RFC 4514 can write one name in several ways."""
    try:
        return certificate.certificate.subject == x509.Name.from_rfc4514_string(registered)
    except ValueError:
        return False
