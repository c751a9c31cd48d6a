import base64
import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.test import RequestFactory

from hukumati.identity.http.oidc.client_certificate import ClientCertificate, read_client_certificate
from hukumati.identity.tests.certificates import DAY, NOW, header_of, new_certificate


@pytest.fixture
def trusted(settings: Any) -> Any:
    """A proxy is configured that passes certificates on."""
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"client_certificate_header": True, "proxy_count": 1})
    return settings


def _read(header: str) -> ClientCertificate | None:
    return read_client_certificate(RequestFactory().get("/", headers={"Client-Cert": header}))


def test_a_certificate_is_read_with_its_thumbprint_and_names(trusted: Any) -> None:
    certificate, _ = new_certificate()
    found = _read(header_of(certificate))
    assert found is not None
    digest = hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest()
    assert found.thumbprint == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    assert found.subject_dn == "CN=health.example.test"
    assert found.dns_names == {"health.example.test"}
    assert found.uris == {"https://health.example.test/client"}
    assert found.public_key == certificate.public_key()


def test_no_certificate_counts_unless_a_trusted_proxy_sets_it() -> None:
    certificate, _ = new_certificate()
    assert _read(header_of(certificate)) is None


@pytest.mark.parametrize("header", ["", ":", "::", ":!!:", ":AAAA:", "AAAA", ":AAAA", ":" + "A" * 9000 + ":"])
def test_what_is_no_certificate_is_none(trusted: Any, header: str) -> None:
    assert _read(header) is None


def test_a_certificate_is_trusted_if_a_configured_authority_issued_it_and_it_is_valid(
    trusted: Any, tmp_path: Path
) -> None:
    authority = new_certificate()
    bundle = tmp_path / "authorities.pem"
    bundle.write_bytes(authority[0].public_bytes(Encoding.PEM))
    trusted.HUKUMATI = trusted.HUKUMATI.model_copy(update={"client_certificate_authorities": bundle})
    issued, _ = new_certificate(issuer=authority)
    stranger, _ = new_certificate()
    found, other = _read(header_of(issued)), _read(header_of(stranger))
    assert found
    assert other
    assert found.is_trusted(now=NOW)
    assert not found.is_trusted(now=NOW + DAY + timedelta(seconds=1))
    assert not found.is_trusted(now=NOW - 2 * DAY)
    assert not other.is_trusted(now=NOW)


def test_without_authorities_no_certificate_is_trusted(trusted: Any) -> None:
    found = _read(header_of(new_certificate()[0]))
    assert found
    assert not found.is_trusted(now=NOW)
