"""The service of the tutorial works as it lies there: checked, published, applied for, paid, issued and sealed."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from hukumati.cases import api as cases
from hukumati.cases.tests.conftest import LAYLA, NOW, Pay, Work
from hukumati.core.bilingual import Bilingual
from hukumati.documents import api as documents

TUTORIAL = settings.HUKUMATI.services_dir.parent / "docs" / "tutorial" / "residence-certificate"
SUB = "sub-of-layla"


@pytest.fixture
def published(transactional_db: None, data_folder: Path, edge: Any, tmp_path: Path) -> None:
    """The folder beside the shared files, as the reader copies it."""
    shutil.copytree(settings.HUKUMATI.services_dir / "shared", tmp_path / "shared")
    folder = tmp_path / "moi" / "residence-certificate"
    shutil.copytree(TUTORIAL, folder)
    call_command("service_check", str(folder), verbosity=0)
    call_command("service_publish", str(folder), verbosity=0)
    call_command("trust_setup", verbosity=0)


def filled_in() -> cases.CaseView:
    name = Bilingual(ar="ليلى الزيتوني", en="Layla Zaytouni")
    applicant = cases.Applicant(SUB, LAYLA, name, "+970599000101", "layla@example.test", "ar")
    case = cases.open_case(service_code="MOI-RES", applicant=applicant, now=NOW)
    case = cases.prefill(reference=case.reference, sub=SUB, now=NOW)
    pages = {
        "about-you": {"phone": "0599000101"},
        "purpose": {"purpose": "school"},
        "delivery": {"collect_method": "download"},
    }
    for page, raw in pages.items():
        case = cases.save_page(
            reference=case.reference, sub=SUB, page_id=page, raw=raw, seen_seq=case.last_seq, now=NOW
        )
    return cases.submit(reference=case.reference, sub=SUB, seen_seq=case.last_seq, now=NOW)


def test_the_tutorials_service_is_applied_for_paid_and_issued(
    published: None, pay: Pay, work: Work, all_is_well: Callable[[], None]
) -> None:
    case = filled_in()
    pay(case.reference)
    work()
    case = cases.get_case(reference=case.reference, sub=SUB)
    (serial,) = case.documents
    assert serial.startswith("RES-")
    pdf = documents.read_pdf(serial=serial, owner=SUB)
    assert documents.check_pdf(data=pdf).state == "valid"
    all_is_well()
