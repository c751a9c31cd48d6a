import shutil
import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from hukumati.core.audit import list_entries
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import local_date, now
from hukumati.documents import api
from hukumati.documents.models import SealedDocument, SerialAllocation, SerialCounter
from hukumati.documents.tests.samples import OWNER, ask
from hukumati.trust import api as trust

pytestmark = pytest.mark.django_db


def test_an_issued_document_is_kept_as_it_was_sealed(office: Path) -> None:
    document = api.issue(request=ask())
    content = api.read_pdf(serial=document.serial, owner=OWNER)
    assert content.startswith(b"%PDF-")
    assert len(content) == document.size < 200_000
    assert (document.state, document.kind, str(document.title)) == (
        "valid",
        "ps.moj.non-conviction",
        "شهادة عدم محكومية",
    )
    assert api.get_document(serial=document.serial, owner=OWNER) == document


def test_the_same_key_gives_the_same_document(office: Path) -> None:
    first = api.issue(request=ask())
    assert api.issue(request=ask(data={"name_en": "Somebody Else"}, issued_on=date(2026, 1, 1))) == first
    assert len(list((office / "documents").rglob("*.pdf"))) == 1


def test_serials_count_up_without_gaps_for_each_prefix_and_year(office: Path) -> None:
    year = date(2026, 11, 23)
    serials = [api.issue(request=ask(key=f"k{number}", issued_on=year)).serial for number in range(2)]
    other = api.issue(request=ask(key="x", serial_prefix="NCR", issued_on=year)).serial
    later = api.issue(request=ask(key="y", issued_on=date(2027, 1, 1))).serial
    assert [*serials, other, later] == ["NC-2026-0000001", "NC-2026-0000002", "NCR-2026-0000001", "NC-2027-0000001"]


def test_without_its_key_nothing_is_issued_and_no_serial_is_taken(office: Path) -> None:
    key = office / "trust" / "seal-moj.judicial_register.key.pem"
    content = key.read_bytes()
    key.unlink()
    with pytest.raises(api.SealUnavailable):
        api.issue(request=ask())
    assert (SerialAllocation.objects.count(), SerialCounter.objects.count()) == (0, 0)
    key.write_bytes(content)
    assert api.issue(request=ask()).serial.endswith("0000001")


def test_a_key_lost_half_way_leaves_the_serial_to_the_next_attempt(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = office / "trust" / "seal-moj.judicial_register.key.pem"
    content = key.read_bytes()

    def lose_the_key(name: str) -> None:
        if name == "documents.issue.compiled" and key.exists():
            key.unlink()

    with monkeypatch.context() as patch:
        patch.setattr("hukumati.documents.use_cases.issue.hit", lose_the_key)
        with pytest.raises(api.SealUnavailable):
            api.issue(request=ask())
    key.write_bytes(content)
    first = SerialAllocation.objects.get()
    assert api.issue(request=ask()).serial == first.serial


@pytest.mark.parametrize("name", ["ليلى 漢", "ليلى \ufffd"])
def test_a_letter_that_no_font_has_is_refused_before_a_serial_is_taken(office: Path, name: str) -> None:
    with pytest.raises(api.LettersMissing) as refused:
        api.issue(request=ask(data={"name_ar": name}))
    assert refused.value.fields == (f"name_ar U+{ord(name[-1]):04X}",)
    assert SerialAllocation.objects.count() == 0


def test_a_document_whose_picture_is_missing_is_refused_before_a_serial_is_taken(office: Path) -> None:
    with pytest.raises(api.DataMissing) as refused:
        api.issue(request=ask(photo=b""))
    assert refused.value.fields == ("photo",)
    assert SerialAllocation.objects.count() == 0


def test_who_answers_for_a_document_stays_as_it_was_when_the_office_changes(
    office: Path, tmp_path: Path, settings: Any
) -> None:
    law = Bilingual(ar="قانون الأحوال المدنية لسنة 1999", en="Civil Status Law of 1999")
    first, later = api.issue(request=ask(key="first", legal_basis=law)), ask(key="second")
    _move_the_office(tmp_path, settings)
    second = api.issue(request=later)
    assert _of_the_issue(first) == {
        "For the issuing authority": "Haitham Nabil Al-Awartani, Director of the National Criminal Register",
        "Place of issue": "Ramallah",
        "Legal basis": "Civil Status Law of 1999",
    }
    assert _of_the_issue(second) == {
        "For the issuing authority": "Samer Al-Hajj, Director of the National Criminal Register",
        "Place of issue": "Nablus",
    }


def _move_the_office(folder: Path, settings: Any) -> None:
    shutil.copytree(settings.HUKUMATI.services_dir / "shared", folder / "shared")
    seals = folder / "shared" / "seals.yaml"
    moved = seals.read_text("utf-8").replace("Haitham Nabil Al-Awartani", "Samer Al-Hajj")
    seals.write_text(moved.replace("en: Ramallah", "en: Nablus"), "utf-8")
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"services_dir": folder})


def _of_the_issue(document: api.Document) -> dict[str, str]:
    found = api.check_serial(serial=document.serial, code=document.code).particulars or ()
    told = ("For the issuing authority", "Place of issue", "Legal basis")
    return {each.label.en: each.value.en for each in found if each.label.en in told}


def test_a_template_that_fails_is_told_and_can_be_mended(office: Path) -> None:
    with pytest.raises(api.TemplateFailed, match="broken"):
        api.issue(request=ask(template=api.Template(source="#nonsense()", name="broken")))
    assert api.issue(request=ask()).serial.endswith("0000001")


@pytest.mark.parametrize(
    "hostile",
    [
        api.Template(source='#import "@preview/x:1.0.0": y', name="network"),
        api.Template(source='#read("/etc/passwd")', name="outside"),
        api.Template(source='#read("../../../../../etc/passwd")', name="outside"),
        api.Template(source="x", name="../escape"),
    ],
)
def test_a_template_reaches_nothing_outside_its_bundle(office: Path, hostile: api.Template) -> None:
    with pytest.raises(api.TemplateFailed):
        api.issue(request=ask(template=hostile))


def test_somebody_elses_document_is_not_found(office: Path) -> None:
    serial = api.issue(request=ask()).serial
    for owner in ("another", ""):
        with pytest.raises(api.NoSuchDocument):
            api.read_pdf(serial=serial, owner=owner)
        with pytest.raises(api.NoSuchDocument):
            api.get_document(serial=serial, owner=owner)


def test_documents_are_listed_by_owner_and_by_case(office: Path) -> None:
    first = api.issue(request=ask(key="1"))
    second = api.issue(request=ask(key="2", case_reference="NCC-OTHER"))
    assert api.list_documents(owner=OWNER) == (second, first)
    assert api.list_documents(owner=OWNER, case_reference="NCC-OTHER") == (second,)
    assert api.list_documents(case_reference="none") == ()
    with pytest.raises(ValueError, match="owner or a case"):
        api.list_documents()


def test_a_stored_file_that_was_changed_is_not_handed_out(office: Path) -> None:
    serial = api.issue(request=ask()).serial
    (file,) = (office / "documents").rglob("*.pdf")
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(api.DocumentDamaged):
        api.read_pdf(serial=serial, owner=OWNER)
    file.unlink()
    with pytest.raises(api.DocumentDamaged):
        api.read_pdf(serial=serial, owner=OWNER)


def test_a_sealed_row_can_neither_be_changed_nor_removed(office: Path) -> None:
    api.issue(request=ask())
    for statement in (
        "UPDATE document SET sha256 = repeat('0', 64)",
        "UPDATE document SET owner = 'x'",
        "UPDATE document SET valid_until = valid_until + 1000, revoked_at = now()",
        "DELETE FROM document",
        "UPDATE document_allocation SET serial = 'NC-2026-0000009'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_revocation_stays(office: Path) -> None:
    serial = api.issue(request=ask()).serial
    revoked = api.revoke(serial=serial, reason="صدرت خطأً", actor="officer:MOJ-0001")
    assert (revoked.state, str(revoked.revocation_reason)) == ("revoked", "صدرت خطأً")
    assert api.revoke(serial=serial, reason="another", actor="officer:MOJ-0001") == revoked
    with pytest.raises(DatabaseError), transaction.atomic():
        SealedDocument.objects.update(revoked_at=None)
    assert [entry.action for entry in list_entries(subject=f"document:{serial}")] == [
        "document.issued",
        "document.revoked",
    ]


def test_an_unknown_document_cannot_be_revoked(office: Path) -> None:
    with pytest.raises(api.NoSuchDocument):
        api.revoke(serial="NC-2026-0000001", reason="x", actor="officer:MOJ-0001")


def test_codes_rest_encrypted(office: Path) -> None:
    document = api.issue(request=ask())
    stored = SerialAllocation.objects.get().code_encrypted
    assert document.code not in stored
    assert document.code.replace("-", "") not in stored


@pytest.mark.django_db(transaction=True)
def test_many_who_issue_the_same_at_once_get_one_document(office: Path) -> None:
    found: list[api.Document] = []
    together = threading.Barrier(4)

    def work() -> None:
        together.wait()
        try:
            found.append(api.issue(request=ask()))
        finally:
            connection.close()

    _run_together(work, 4)
    assert len(found) == 4
    assert len(set(found)) == 1
    assert (SealedDocument.objects.count(), SerialAllocation.objects.count(), SerialCounter.objects.get().last) == (
        1,
        1,
        1,
    )
    assert len(list((office / "documents").rglob("*.pdf"))) == 1


@pytest.mark.django_db(transaction=True)
def test_many_who_issue_different_documents_at_once_get_gapless_serials(office: Path) -> None:
    serials: list[str] = []
    keys = iter([f"key-{number}" for number in range(6)])

    def work() -> None:
        try:
            serials.append(api.issue(request=ask(key=next(keys), issued_on=date(2026, 11, 23))).serial)
        finally:
            connection.close()

    _run_together(work, 6)
    assert sorted(serials) == [f"NC-2026-{number:07}" for number in range(1, 7)]


def _run_together(work: Callable[[], None], many: int) -> None:
    threads = [threading.Thread(target=work) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_document_runs_out_after_its_last_day(office: Path) -> None:
    today = local_date(now())
    last = api.issue(request=ask(key="last", issued_on=today - timedelta(days=90), valid_days=90))
    over = api.issue(request=ask(key="over", issued_on=today - timedelta(days=91), valid_days=90))
    assert (last.state, over.state) == ("valid", "expired")


def test_the_seal_named_is_the_one_used(office: Path) -> None:
    with pytest.raises(api.SealUnavailable):
        api.issue(request=ask(seal="moi.civil_register"))
    api.issue(request=ask())
    assert SealedDocument.objects.get().key_id == trust.get_seal(office="moj.judicial_register").key_id
