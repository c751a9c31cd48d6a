import multiprocessing
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
from hukumati.trust.adapters.file_keys import FileKeys
from hukumati.trust.adapters.keys_elsewhere import KeyElsewhere
from hukumati.trust.domain.offices import OFFICES

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
    assert len(keys) == 2 + len(OFFICES)  # the root, the issuer and the seals
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


def test_an_out_of_date_seal_does_not_sign(trust: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "now", lambda: now() + timedelta(days=4 * 365))
    with pytest.raises(api.SealUnavailable, match="out of date"):
        api.sign(office=OFFICE, data=b"x")


def test_an_office_without_a_seal_cannot_sign(trust: Path) -> None:
    with pytest.raises(api.SealUnavailable):
        api.sign(office="../issuing-seals", data=b"x")


def test_a_seal_is_listed_for_verifiers_even_when_its_key_is_gone(trust: Path) -> None:
    seal = api.get_seal(office=OFFICE)
    (trust / "trust" / f"seal-{OFFICE}.key.pem").unlink()
    assert seal in api.list_seals()


def test_before_setup_there_is_no_root(data_folder: Path) -> None:
    assert api.root_certificates() == ()
    with pytest.raises(api.SealUnavailable):
        api.get_seal(office=OFFICE)


def _create(folder: Path) -> None:
    FileKeys(folder=folder).create(label="one", curve=ec.SECP256R1())


def test_processes_that_create_a_key_together_make_one(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_create, args=(tmp_path,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [path.name for path in tmp_path.iterdir()] == ["one.key.pem"]
    assert FileKeys(folder=tmp_path).sign(label="one", data=b"x", digest=hashes.SHA256())


def test_a_key_elsewhere_gives_nothing_away(tmp_path: Path) -> None:
    _create(tmp_path)
    key = KeyElsewhere(provider=FileKeys(folder=tmp_path), label="one")
    for give_away in (key.private_numbers, key.private_bytes):
        with pytest.raises(TypeError):
            give_away()
