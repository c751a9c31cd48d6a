"""The file of an anchor: what is written is read back; anything else is no anchor."""

from datetime import UTC, datetime

import pytest

from hukumati.core.chains import Head
from hukumati.trust.domain.anchors import AnchorInvalid, digest_of, read_anchor, write_anchor

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HEADS = (Head("audit", "a", 3, "0f"), Head("cases", "NCC-1", 7, "1e"))
FILE = write_anchor(number=2, at=AT, previous="ab", heads=HEADS, sign=lambda signed: b"signature of " + signed)
SIGNED, SIGNATURE = FILE.rstrip(b"\n").split(b"\n")


def test_an_anchor_is_read_back() -> None:
    anchor = read_anchor(FILE)
    assert (anchor.number, anchor.at, anchor.previous, anchor.heads) == (2, AT, "ab", HEADS)
    assert (anchor.signed, anchor.signature) == (SIGNED, b"signature of " + SIGNED)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        SIGNED,
        SIGNED + b"\n" + SIGNATURE + b"\n" + SIGNATURE,
        b"{}\n" + SIGNATURE,
        b"no JSON\n" + SIGNATURE,
        SIGNED + b"\n!" + SIGNATURE,  # readers that pass over foreign signs would read the same signature
        SIGNED.replace(b'"number":2', b'"number":null') + b"\n" + SIGNATURE,
    ],
)
def test_another_file_is_no_anchor(content: bytes) -> None:
    with pytest.raises(AnchorInvalid):
        read_anchor(content)


def test_an_anchor_is_named_by_its_digest() -> None:
    assert digest_of(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
