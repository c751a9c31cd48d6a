"""The QR code never stands alone on a page: what a paper says last comes with it."""

from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from hukumati.documents.adapters.template_check import FIELDS
from hukumati.documents.adapters.typesetter import typeset
from tests.papers.test_complete_papers import DAY, paper


@pytest.mark.parametrize("properties", range(1, 9))
def test_a_statement_keeps_to_the_verification(tmp_path: Path, properties: int) -> None:
    found = paper("mof/property-tax clearance")
    data: dict[str, Any] = {**found.data, "properties": [found.data["properties"][0]] * properties}
    fields = {**FIELDS, "valid_until": [2027, 2, 21], "legal_basis_ar": "قانون", "legal_basis_en": "Law"}
    pdf = typeset(
        source=found.spec.template_source, name="clearance", data=data, fields=fields, issued_on=DAY, bundles=tmp_path
    ).pdf
    with pypdfium2.PdfDocument(pdf) as document:
        last = document[len(document) - 1].get_textpage().get_text_bounded()
    assert "Verification code" in last
    assert "No property tax is due" in last
