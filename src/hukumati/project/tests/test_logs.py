"""Lines for operators name no person and no case."""

import logging

import pytest

from hukumati.project.logs import without_personal_data

LOG = logging.getLogger("test")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Internal Server Error: /applications/NCC-7K3M-92QD/pay/",
         "Internal Server Error: /applications/[reference]/pay/"),
        ("Not Found: /en/applications/ncc-7k3m-92qd/", "Not Found: /en/applications/[reference]/"),
        ("/documents/NC-2026-0000001.pdf", "/documents/[reference].pdf"),
        ("person 400000006 at +970599123456", "person [id] at [phone]"),
        ("/services/birth-certificate/apply/", "/services/birth-certificate/apply/"),
    ],
)  # fmt: skip
def test_paths_and_numbers_are_blanked(text: str, kept: str) -> None:
    assert without_personal_data(LOG, "error", {"event": text, "count": 3}) == {"event": kept, "count": 3}
