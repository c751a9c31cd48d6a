import contextlib
import hashlib
import io
from contextlib import ExitStack
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hukumati.core import security_events
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now
from hukumati.documents import api, wiring
from hukumati.documents.adapters import inspector_process
from hukumati.documents.adapters.inspector import inspect
from hukumati.documents.domain.token import Claims, bind, encode
from hukumati.documents.models import SealedDocument
from hukumati.documents.tests.samples import JUDGMENT, OWNER, ask
from hukumati.documents.use_cases.check import LARGEST_PDF
from hukumati.trust import api as trust

pytestmark = pytest.mark.django_db


def _issued(**changes: Any) -> tuple[api.Document, bytes]:
    document = api.issue(request=ask(**changes))
    return document, api.read_pdf(serial=document.serial, owner=OWNER)


def _token(document: api.Document, **changes: Any) -> str:
    """A token as it stands in the document's QR code, or one that claims something else."""
    seal = trust.get_seal(office="moj.judicial_register")
    fields: dict[str, Any] = {
        "issuer": seal.office,
        "serial": document.serial,
        "kind": document.kind,
        "binding": bind(code=document.code, serial=document.serial, bound="400000006"),
        "issued_at": SealedDocument.objects.get(allocation__serial=document.serial).sealed_at,
        "valid_from": document.issued_on,
        "valid_until": document.valid_until,
    }
    return encode(
        claims=Claims(**{**fields, **changes}),
        key_id=seal.key_id,
        sign=lambda data: trust.sign(office=seal.office, data=data),
    )


# By the paper: serial and printed code


def test_serial_and_code_open_the_registered_particulars(office: Path) -> None:
    document, _ = _issued()
    found = api.check_serial(serial=document.serial, code=document.code, address="192.0.2.1")
    assert (found.state, str(found.title), found.valid_until) == ("valid", "شهادة عدم محكومية", document.valid_until)
    assert found.particulars is not None
    shown = {item.label.en: (item.value.ar, item.value.en) for item in found.particulars}
    assert shown["Name"] == ("ليلى محمود إبراهيم الزيتوني", "Layla Mahmoud Ibrahim Al-Zaytouni")
    assert "No final judgment" in shown["Statement"][1]


def test_the_judgments_of_a_conviction_are_among_its_particulars(office: Path) -> None:
    document, _ = _issued(data={"statement": "convicted", "judgments": [JUDGMENT]})
    found = api.check_serial(serial=document.serial, code=document.code)
    assert found.particulars is not None
    judgments = [item.value.en for item in found.particulars if item.label.en == "Judgment 2019/1441"]
    assert judgments == ["Damage to property; Fine of 200 JOD"]


def test_serial_and_code_may_be_typed_carelessly(office: Path) -> None:
    document, _ = _issued()
    assert (
        api.check_serial(serial=document.serial.lower(), code=document.code.lower().replace("-", " ")).state == "valid"
    )


def test_a_wrong_code_and_an_unknown_serial_look_the_same(office: Path) -> None:
    document, _ = _issued()
    wrong = api.check_serial(serial=document.serial, code="00000-00000")
    unknown = api.check_serial(serial="NC-2026-9999999", code=document.code)
    assert wrong == unknown == api.Verdict(state="unknown")


@pytest.mark.parametrize(("serial", "code"), [("", ""), ("x" * 10_000, "é" * 10_000), ("NC-2026-0000001\x00", "\x00")])
def test_hostile_typing_is_unknown(office: Path, serial: str, code: str) -> None:
    assert api.check_serial(serial=serial, code=code) == api.Verdict(state="unknown")


def test_guessing_from_one_address_is_stopped_and_others_go_on(office: Path) -> None:
    for _ in range(30):
        api.check_serial(serial="NC-2026-0000001", code="x", address="192.0.2.7")
    with pytest.raises(api.TooManyChecks):
        api.check_serial(serial="NC-2026-0000001", code="x", address="192.0.2.7")
    assert api.check_serial(serial="NC-2026-0000001", code="x", address="192.0.2.8").state == "unknown"


def test_guessing_one_serial_from_many_addresses_is_stopped(office: Path) -> None:
    for number in range(60):
        api.check_serial(serial="NC-2026-0000001", code="x", address=f"192.0.2.{number}")
    with pytest.raises(api.TooManyChecks):
        api.check_serial(serial="NC-2026-0000001", code="x", address="192.0.2.99")


def test_no_guesses_keep_the_right_code_from_being_known(office: Path) -> None:
    document, _ = _issued()
    for number in range(61):
        with contextlib.suppress(api.TooManyChecks):
            api.check_serial(serial=document.serial, code="x", address=f"192.0.2.{number % 3}")
    for address in ("192.0.2.0", "192.0.2.99"):
        assert api.check_serial(serial=document.serial, code=document.code, address=address).state == "valid"


def test_revoked_and_expired_documents_say_so(office: Path) -> None:
    document, content = _issued()
    over, over_content = _issued(key="over", valid_days=-0, issued_on=document.issued_on.replace(year=2025))
    api.revoke(serial=document.serial, reason="x", actor="officer:MOJ-0001")
    assert api.check_serial(serial=document.serial, code=document.code).state == "revoked"
    assert api.check_qr(token=_token(document)).state == "revoked"
    assert api.check_pdf(data=content).state == "revoked"
    assert api.check_serial(serial=over.serial, code=over.code).state == "expired"
    assert api.check_qr(token=_token(over)).state == "expired"
    assert api.check_pdf(data=over_content).state == "expired"


def test_a_command_revokes_once_and_says_so(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document, _ = _issued()
    order = ("documents_revoke", document.serial, "--actor", "officer:MOJ-0001")
    call_command(*order, "--reason", "صدرت خطأً", "--reason-en", "Issued in error")
    pasted = document.serial.lower().replace("-", "\u2011") + "."
    call_command("documents_revoke", pasted, *order[2:], "--reason", "again")
    with pytest.raises(CommandError, match="empty"):
        call_command(*order, "--reason", "\u200f ")
    assert capsys.readouterr().out.splitlines() == [f"{document.serial} revoked"] * 2
    found = api.get_document(serial=document.serial, owner=document.owner)
    assert found.revocation_reason == Bilingual(ar="صدرت خطأً", en="Issued in error")
    with pytest.raises(CommandError, match="no document"):
        call_command("documents_revoke", "NCC-2026-9999999", "--actor", "officer:MOJ-0001", "--reason", "x")


def test_codes_under_another_secret_key_are_told_as_such_and_judge_no_document(office: Path, settings: Any) -> None:
    document, _ = _issued()
    settings.SECRET_KEY = "another secret key than the one that encrypted the code"
    assert api.check_serial(serial=document.serial, code=document.code) == api.Verdict(state="uncheckable")
    assert api.check_serial(serial="NC-2026-0000009", code=document.code) == api.Verdict(state="unknown")
    assert api.check_qr(token=_token(document)).state == "valid"


# By the QR code


def test_a_qr_code_tells_the_state_and_only_what_the_holder_of_the_paper_can_compare(office: Path) -> None:
    document, _ = _issued()
    found = api.check_qr(token=f"http://portal.localhost:8000/v#{_token(document)}")
    assert (found.state, found.serial, found.particulars) == ("valid", document.serial, None)
    assert {each.label.en: (each.value.ar, each.value.en) for each in found.comparable} == {
        "Name": ("ل. م. إ. ا.", "L. M. I. A."),
        "Date of birth": ("1990", "1990"),
    }


def test_a_genuine_code_for_another_serial_person_or_kind_is_unknown(office: Path) -> None:
    document, _ = _issued()
    for change in (
        {"serial": "NC-2026-0000009"},
        {"binding": bind(code=document.code, serial=document.serial, bound="900000001")},
        {"kind": "ps.mtit.driving-licence"},
    ):
        assert api.check_qr(token=_token(document, **change)) == api.Verdict(state="unknown")


@pytest.mark.parametrize("token", ["", "#", "x", "A" * 5000, "0oRDoQEm", "2D3ShEOhASagWCA", "\x00", "ليلى"])
def test_a_forged_code_is_unknown(office: Path, token: str) -> None:
    assert api.check_qr(token=token) == api.Verdict(state="unknown")


# By the file


def test_the_issued_file_is_valid(office: Path) -> None:
    document, content = _issued()
    found = api.check_pdf(data=content)
    assert (found.state, found.serial) == ("valid", document.serial)
    assert found.signer == "National Criminal Register (demonstration)"
    assert found.signed_at is not None
    assert found.details is not None
    assert found.details.particulars


def test_a_file_is_valid_long_after_its_seal_ran_out(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The certificate is judged at the moment of sealing, which the register remembers."""
    from hukumati.documents.adapters.inspector import inspect

    _, content = _issued()
    monkeypatch.setattr("pyhanko_certvalidator.context.datetime", _clock_running_ahead(days=4 * 365))
    assert not inspect(data=content, roots=trust.root_certificates()).by_us
    assert api.check_pdf(data=content).state == "valid"


def _clock_running_ahead(*, days: int) -> type:
    class Ahead(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Ahead":
            return super().now(tz) + timedelta(days=days)

    return Ahead


def test_a_row_without_a_true_seal_makes_no_file_valid(office: Path) -> None:
    """Somebody who can write to the register, but has no key, gains nothing."""
    _, content = _issued()
    forged = _unsealed(content)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE document DISABLE TRIGGER document_keep_sealed")
        cursor.execute("UPDATE document SET sha256 = %s", [hashlib.sha256(forged).hexdigest()])
        cursor.execute("ALTER TABLE document ENABLE TRIGGER document_keep_sealed")
    assert api.check_pdf(data=forged).state == "unknown"
    assert security_events.count_by_kind(since=now() - timedelta(minutes=1)) == {"document.registered_without_seal": 1}


def _unsealed(content: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        del pdf.Root.AcroForm
        del pdf.pages[0].Annots
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_a_copy_with_its_seal_removed_is_altered(office: Path) -> None:
    document, content = _issued()
    unsealed = _unsealed(content) + f"\n% {document.serial}".encode()
    assert b"/ByteRange" in unsealed  # what is left of the seal
    assert api.check_pdf(data=unsealed) == api.PdfVerdict(state="altered", serial=document.serial)


def test_a_file_that_merely_names_a_serial_is_not_called_altered(office: Path) -> None:
    document, _ = _issued()
    named = _blank_pdf() + f"\n% {document.serial}".encode()
    assert api.check_pdf(data=named) == api.PdfVerdict(state="copy", serial=document.serial)


def test_a_file_that_is_locked_or_has_no_seal_is_not_taken_for_ours() -> None:
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(_blank_pdf())) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="owner", user="user"))
    for data, encrypted in ((_blank_pdf(), False), (locked.getvalue(), True)):
        found = inspect(data=data, roots=[])
        assert (found.by_us, found.whole, found.certificate, found.encrypted) == (False, False, "", encrypted)


def test_an_encrypted_copy_is_told_as_encrypted(office: Path) -> None:
    _, content = _issued()
    for owner, user in (("owner", "user"), ("owner", "")):
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pdf.save(out, encryption=pikepdf.Encryption(owner=owner, user=user))
        assert api.check_pdf(data=out.getvalue()).state == "encrypted"


def test_a_sealed_file_that_nobody_registered_raises_an_alarm(office: Path) -> None:
    seal = trust.get_seal(office="moj.judicial_register")
    sealed = wiring.sealer().seal(pdf=_blank_pdf(), seal=seal, serial="NC-2026-0000009", contact="x")
    found = api.check_pdf(data=sealed)
    assert (found.state, found.signer) == ("unregistered", "National Criminal Register (demonstration)")
    assert security_events.count_by_kind(since=now() - timedelta(minutes=1)) == {"document.sealed_unregistered": 1}


def test_a_copy_with_something_appended_is_altered(office: Path) -> None:
    document, content = _issued()
    assert api.check_pdf(data=content + b"\n% something") == api.PdfVerdict(state="altered", serial=document.serial)
    assert api.check_pdf(data=_with_another_revision(content)).state == "altered"


def _with_another_revision(content: bytes) -> bytes:
    from pyhanko.pdf_utils.generic import NameObject, pdf_string
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    writer.root[NameObject("/Note")] = pdf_string("added")
    writer.update_root()  # type: ignore[no-untyped-call]
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def test_a_copy_without_its_serial_is_still_known_as_ours_and_altered(office: Path) -> None:
    document, content = _issued()
    blinded = content.replace(document.serial.encode(), b"XX" + document.serial.encode()[2:])
    assert blinded != content
    assert api.check_pdf(data=blinded) == api.PdfVerdict(state="altered", serial=None)


def test_a_seal_of_another_authority_is_not_ours(office: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    from hukumati.documents.adapters.inspector_process import inspect_apart

    _, content = _issued()
    (office / "trust").rename(office / "trust-of-others")
    trust.set_up()
    found = inspect_apart(data=content, roots=trust.root_certificates())
    assert found is not None
    assert (found.by_us, found.whole) == (False, True)


def test_a_file_too_large_is_not_even_read(office: Path) -> None:
    assert api.check_pdf(data=b"%PDF-1.7" + bytes(LARGEST_PDF)).state == "too_large"


@pytest.mark.parametrize("data", [b"", b"hello", b"\x89PNG\r\n", bytes(1000), b"<html>%PD", b" " * 2000 + b"%PDF-1.7"])
def test_what_is_no_pdf_is_told_so(office: Path, data: bytes) -> None:
    assert api.check_pdf(data=data).state == "not_a_pdf"


def test_somebody_elses_pdf_is_unknown(office: Path) -> None:
    assert api.check_pdf(data=_blank_pdf()).state == "unknown"


def _blank_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\nstartxref\n99999999999999\n%%EOF",
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 1 0 R>>\nendobj\ntrailer<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\n" + b"[" * 200_000 + b"\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f\ntrailer<</Size 1/Prev 9/Root 1 0 R>>\nstartxref\n9\n%%EOF",
    ],
)
def test_a_hostile_file_harms_nobody(office: Path, data: bytes) -> None:
    assert api.check_pdf(data=data).state in {"not_a_pdf", "unknown"}


def test_a_file_that_takes_for_ever_is_given_up(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hukumati.documents.adapters.inspector_process.TIMEOUT_SECONDS", 0.01)
    assert api.check_pdf(data=b"%PDF-1.7 whatever").state == "not_a_pdf"


def test_more_files_at_once_than_programs_are_refused_without_waiting(office: Path) -> None:
    with ExitStack() as held:
        for _ in range(inspector_process.AT_ONCE):
            held.enter_context(inspector_process.slot())
        with pytest.raises(api.InspectorBusy):
            api.check_pdf(data=b"%PDF-1.7 whatever")
    assert api.check_pdf(data=b"%PDF-1.7 whatever").state == "not_a_pdf"


def test_checking_many_files_from_one_address_is_stopped(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hukumati.documents.adapters.inspector_process.TIMEOUT_SECONDS", 0.001)
    for _ in range(20):
        api.check_pdf(data=b"%PDF-1.7 x", address="192.0.2.1")
    with pytest.raises(api.TooManyChecks):
        api.check_pdf(data=b"%PDF-1.7 x", address="192.0.2.1")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_flipped_byte_is_never_valid(office: Path, data: st.DataObject) -> None:
    """In this process, for speed; the inspector in its own process is tested above and with whole files."""
    from hukumati.documents.adapters.inspector import inspect

    _, content = _issued()
    position = data.draw(st.integers(0, len(content) - 1))
    changed = bytearray(content)
    changed[position] ^= data.draw(st.integers(1, 255))
    assert not SealedDocument.objects.filter(sha256=_sha256(bytes(changed))).exists()
    try:
        found = inspect(data=bytes(changed), roots=trust.root_certificates())
    except Exception:
        return
    assert not (found.by_us and found.whole) or _is_padding(content, position)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _is_padding(content: bytes, position: int) -> bool:
    """The hexadecimal text of the signature itself is not under the signature; the register's digest guards it."""
    start = content.rindex(b"/Contents <")
    return start <= position <= content.index(b">", start)


@pytest.mark.parametrize("part", [0.001, 0.4, 0.9, 0.999])
def test_a_flipped_byte_anywhere_is_told_as_altered(office: Path, part: float) -> None:
    _, content = _issued()
    changed = bytearray(content)
    changed[int(len(content) * part)] ^= 0x10
    assert api.check_pdf(data=bytes(changed)).state == "altered"
