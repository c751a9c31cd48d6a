"""A paper that shows its holder's picture: sealed with the file of the case, and never without."""

import io
from dataclasses import replace

import pikepdf
import pytest

from hukumati.cases import api as cases
from hukumati.cases.models import Effect, Upload
from hukumati.cases.tests.conftest import NOW, Citizen, Pay, Work
from hukumati.cases.tests.files import PAGE, picture
from hukumati.catalogue.tests.samples import publish, real_folder
from hukumati.documents import api as documents

SET = b"#verification(d.document)"


@pytest.fixture
def applicant(layla: Citizen) -> Citizen:
    """Layla, whose certificate shows the picture that she gives."""
    files = dict(real_folder().files)
    files["form.yaml"] = files["form.yaml"].rstrip() + b"\n" + PAGE.lstrip(b"\n")
    files["documents/certificate.yaml"] = files["documents/certificate.yaml"].replace(
        b"bound:", b"photo: photo\nbound:", 1
    )
    template = files["documents/certificate.typ"].replace(b"closing, ", b"closing, portrait, ", 1)
    files["documents/certificate.typ"] = template.replace(SET, b"#portrait(d.name_ar, d.name_en)\n" + SET, 1)
    publish(replace(real_folder(), files=files))
    layla.fill()
    cases.keep_upload(
        reference=layla.reference,
        sub=layla.sub,
        question="photo",
        name="face.jpg",
        content=picture(size=(350, 450)),
        now=NOW,
    )
    layla.save("papers", {})
    layla.submit()
    return layla


def test_the_picture_that_was_given_is_sealed(applicant: Citizen, pay: Pay, work: Work) -> None:
    pay(applicant.reference)
    work()
    (issued,) = documents.list_documents(case_reference=applicant.reference)
    content = documents.read_pdf(serial=issued.serial, owner=applicant.sub)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pictures = [
            each for each in pdf.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        ]
        assert any((int(each.Width), int(each.Height)) == (276, 354) for each in pictures)


def test_without_its_file_nothing_is_sealed_and_the_case_waits_for_an_officer(
    applicant: Citizen, pay: Pay, work: Work
) -> None:
    Upload.objects.all().delete()
    pay(applicant.reference)
    work()
    assert applicant.look().state == "unfinished"
    assert documents.list_documents(case_reference=applicant.reference) == ()
    assert Effect.objects.get(case__reference=applicant.reference, kind="issue").error == "empty: photo"
