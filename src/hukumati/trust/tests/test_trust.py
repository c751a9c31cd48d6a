import stat
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.management import CommandError, call_command

from hukumati.core.clock import now
from hukumati.trust import api
from hukumati.trust.adapters.certificate_files import CertificateFiles
from hukumati.trust.domain.profiles import ISSUING, ROOT, SEAL, Profile, key_usage

OFFICE = "moj.judicial_register"


def _certificate(der: bytes) -> x509.Certificate:
    return x509.load_der_x509_certificate(der)


def _pem(folder: Path, name: str, *ders: bytes) -> str:
    path = folder / name
    path.write_bytes(b"".join(_certificate(der).public_bytes(Encoding.PEM) for der in ders))
    return str(path)


def test_the_chain_is_accepted_by_openssl(trust: Path) -> None:
    seal = api.get_seal(office=OFFICE)
    done = subprocess.run(
        [
            *("openssl", "verify", "-x509_strict", "-CAfile", _pem(trust, "root.pem", *api.root_certificates())),
            *("-untrusted", _pem(trust, "chain.pem", *seal.chain), _pem(trust, "leaf.pem", seal.certificate)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_root_is_p384_and_what_it_issues_is_p256(trust: Path) -> None:
    seal = api.get_seal(office=OFFICE)
    curves = [_certificate(der).public_key() for der in (*api.root_certificates(), *seal.chain, seal.certificate)]
    assert [key.curve.name for key in curves if isinstance(key, ec.EllipticCurvePublicKey)] == [
        "secp384r1",
        "secp256r1",
        "secp256r1",
    ]


def test_a_seal_may_sign_documents_and_nothing_else(trust: Path) -> None:
    certificate = _certificate(api.get_seal(office=OFFICE).certificate)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert (usage.value.digital_signature, usage.value.content_commitment) == (True, True)
    assert not usage.value.key_cert_sign
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_serial_numbers_are_random_and_long(trust: Path) -> None:
    seal = api.get_seal(office=OFFICE)
    serials = {_certificate(der).serial_number for der in (*api.root_certificates(), *seal.chain, seal.certificate)}
    assert len(serials) == 3
    assert all(serial.bit_length() > 64 for serial in serials)


def test_a_signature_verifies_with_the_certified_key(trust: Path) -> None:
    signature = api.sign(office=OFFICE, data=b"what the office says")
    key = _certificate(api.get_seal(office=OFFICE).certificate).public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(signature, b"what the office says", ec.ECDSA(hashes.SHA256()))


def test_keys_are_readable_by_their_owner_only(trust: Path) -> None:
    keys = list((trust / "trust").glob("*.key.pem"))
    assert len(keys) == 2 + len(api.list_offices())  # the root, the issuer and the seals
    assert {stat.S_IMODE(path.stat().st_mode) for path in keys} == {0o600}
    assert stat.S_IMODE((trust / "trust").stat().st_mode) == 0o700


def test_a_second_setup_makes_nothing(trust: Path) -> None:
    before = {path.name: path.read_bytes() for path in (trust / "trust").iterdir()}
    assert api.set_up() == ()
    assert {path.name: path.read_bytes() for path in (trust / "trust").iterdir()} == before


def test_setup_goes_on_where_a_killed_one_stopped(trust: Path) -> None:
    (trust / "trust" / f"seal-{OFFICE}.crt.pem").unlink()
    assert api.set_up() == (f"seal-{OFFICE}",)
    assert api.sign(office=OFFICE, data=b"x")


def test_set_up_replaces_a_certificate_file_that_is_damaged(trust: Path) -> None:
    (trust / "trust" / f"seal-{OFFICE}.crt.pem").write_text("not a certificate")
    assert api.set_up() == (f"seal-{OFFICE}",)
    assert api.sign(office=OFFICE, data=b"x")


def test_a_certificate_is_never_replaced_by_another(trust: Path) -> None:
    certificates = CertificateFiles(folder=trust / "trust")
    root, issuing = certificates.find(label="root"), certificates.find(label="issuing-seals")
    assert root
    assert issuing
    certificates.add(label="root", certificate=issuing)
    assert certificates.find(label="root") == root


def test_a_missing_key_makes_the_seal_unavailable_at_once_and_its_return_available(trust: Path) -> None:
    key = trust / "trust" / f"seal-{OFFICE}.key.pem"
    api.sign(office=OFFICE, data=b"before")
    content = key.read_bytes()
    key.unlink()
    with pytest.raises(api.SealUnavailable):
        api.sign(office=OFFICE, data=b"without")
    with pytest.raises(api.SealUnavailable):
        api.get_seal(office=OFFICE)
    key.write_bytes(content)
    assert api.sign(office=OFFICE, data=b"after")


def test_a_lost_key_is_not_replaced_behind_the_back_of_its_certificate(trust: Path) -> None:
    (trust / "trust" / f"seal-{OFFICE}.key.pem").unlink()
    with pytest.raises(CommandError, match="restore the key"):
        call_command("trust_setup")


@pytest.mark.parametrize(
    "content", [b"", b"not a key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_a_broken_key_file_makes_the_seal_unavailable(trust: Path, content: bytes) -> None:
    (trust / "trust" / f"seal-{OFFICE}.key.pem").write_bytes(content)
    with pytest.raises(api.SealUnavailable):
        api.sign(office=OFFICE, data=b"x")


def test_another_key_in_its_place_does_not_sign(trust: Path) -> None:
    path = trust / "trust" / f"seal-{OFFICE}.key.pem"
    path.write_bytes((trust / "trust" / "issuing-seals.key.pem").read_bytes())
    with pytest.raises(api.SealUnavailable):
        api.sign(office=OFFICE, data=b"x")


@pytest.mark.parametrize("away", [timedelta(days=3 * 365, seconds=1), timedelta(minutes=-6)])
def test_a_seal_out_of_date_does_not_sign(trust: Path, monkeypatch: pytest.MonkeyPatch, away: timedelta) -> None:
    moment = now() + away
    monkeypatch.setattr(api, "now", lambda: moment)
    with pytest.raises(api.SealUnavailable, match="out of date"):
        api.sign(office=OFFICE, data=b"x")


def test_a_seal_signs_for_three_years_and_from_five_minutes_before_it_was_made(
    trust: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for away in (timedelta(days=3 * 365, minutes=-5), timedelta(minutes=-4)):
        moment = now() + away
        with monkeypatch.context() as patched:
            patched.setattr(api, "now", lambda moment=moment: moment)
            assert api.sign(office=OFFICE, data=b"x")


def test_an_authority_lives_longer_than_what_it_issues(trust: Path) -> None:
    seal = api.get_seal(office=OFFICE)
    root, issuing, leaf = (_certificate(der) for der in (*api.root_certificates(), *seal.chain, seal.certificate))
    years = [(each.not_valid_after_utc - each.not_valid_before_utc).days // 365 for each in (root, issuing, leaf)]
    assert years == [20, 10, 3]


def test_the_names_in_a_certificate_say_that_it_is_a_demonstration(trust: Path) -> None:
    seal = api.get_seal(office=OFFICE)
    leaf, issuing, root = (_certificate(der) for der in (seal.certificate, *seal.chain, *api.root_certificates()))
    assert leaf.subject.rfc4514_string() == (
        "CN=National Criminal Register (demonstration),O=Ministry of Justice (demonstration),C=PS"
    )
    assert leaf.issuer == issuing.subject
    assert issuing.issuer == root.subject == root.issuer
    assert "issuer of agency seals" in issuing.subject.rfc4514_string()


def test_a_seal_bears_the_offices_title_and_the_first_bytes_of_its_key_identifier(trust: Path) -> None:
    seal = api.get_seal(office=OFFICE)
    identifier = _certificate(seal.certificate).extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    assert seal.key_id == identifier.value.digest.hex()[:16]
    assert (seal.office, seal.title.en) == (OFFICE, "Ministry of Justice – National Criminal Register")


def _uses(usage: x509.KeyUsage) -> set[str]:
    """Return the names of the allowed uses; `encipher_only` and `decipher_only` exist with key agreement alone."""
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
    )
    return {name for name in names if getattr(usage, name)}


@pytest.mark.parametrize(
    ("profile", "uses"),
    [
        (ROOT, {"key_cert_sign", "crl_sign"}),
        (ISSUING, {"key_cert_sign", "crl_sign"}),
        (SEAL, {"digital_signature", "content_commitment"}),
    ],
)
def test_a_profile_allows_these_uses_of_its_key_and_no_other(profile: Profile, uses: set[str]) -> None:
    assert _uses(key_usage(profile)) == uses
    assert profile.is_authority == (profile is not SEAL)


def test_authorities_may_certify_and_nothing_else(trust: Path) -> None:
    seal = api.get_seal(office=OFFICE)
    for der, path_length in zip((*api.root_certificates(), *seal.chain), (1, 0), strict=True):
        extensions = _certificate(der).extensions
        usage = extensions.get_extension_for_class(x509.KeyUsage).value
        constraints = extensions.get_extension_for_class(x509.BasicConstraints).value
        assert (usage.key_cert_sign, usage.crl_sign) == (True, True)
        assert not usage.digital_signature
        assert not usage.content_commitment
        assert (constraints.ca, constraints.path_length) == (True, path_length)


def test_without_the_issuers_certificate_there_is_no_seal_to_show_or_to_verify_with(trust: Path) -> None:
    (trust / "trust" / "issuing-seals.crt.pem").unlink()
    assert api.list_seals() == ()
    with pytest.raises(api.SealUnavailable, match="issued the seal"):
        api.get_seal(office=OFFICE)


def test_every_office_has_a_seal_to_verify_with(trust: Path) -> None:
    assert [seal.office for seal in api.list_seals()] == list(api.list_offices())


def test_set_up_says_what_it_created(data_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("trust_setup")
    assert capsys.readouterr().out.startswith("trust: created root, issuing-seals, seal-moj.judicial_register, ")
    call_command("trust_setup")
    assert capsys.readouterr().out == "trust: complete, nothing to create\n"


def test_an_office_without_a_seal_cannot_sign(trust: Path) -> None:
    with pytest.raises(api.SealUnavailable, match="there is no seal"):
        api.sign(office="../issuing-seals", data=b"x")
    with pytest.raises(api.SealUnavailable, match="there is no seal"):
        api.get_seal(office="moj.unknown")


def test_a_seal_is_listed_for_verifiers_even_when_its_key_is_gone(trust: Path) -> None:
    seal = api.get_seal(office=OFFICE)
    (trust / "trust" / f"seal-{OFFICE}.key.pem").unlink()
    assert seal in api.list_seals()


def test_before_setup_there_is_no_root(data_folder: Path) -> None:
    assert api.root_certificates() == ()
    with pytest.raises(api.SealUnavailable):
        api.get_seal(office=OFFICE)
