from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from hukumati.cases.domain.chain import Link, first_hash, link_hash, payload_digest

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def link(**changes: object) -> Link:
    values: dict[str, object] = {
        "reference": "NCC-7K3M-92QD",
        "seq": 2,
        "action": "submit",
        "from_state": "draft",
        "to_state": "to_pay",
        "actor": "citizen:abc",
        "at": AT,
        "payload_digest": b"d" * 32,
        "prev_hash": first_hash("NCC-7K3M-92QD"),
    }
    return Link(**{**values, **changes})  # type: ignore[arg-type]


def hashed(event: Link) -> bytes:
    return link_hash(event, key=b"k" * 32)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reference", "NCC-7K3M-92QE"),
        ("seq", 3),
        ("action", "withdraw"),
        ("from_state", "to_pay"),
        ("to_state", "checking"),
        ("actor", "system:x"),
        ("at", AT.replace(microsecond=1)),
        ("payload_digest", b"e" * 32),
        ("prev_hash", b"p" * 32),
    ],
)
def test_a_change_of_any_part_of_an_event_changes_its_hash(field: str, value: object) -> None:
    assert hashed(link(**{field: value})) != hashed(link())


def test_the_hash_does_not_depend_on_the_zone_in_which_a_time_is_written() -> None:
    assert hashed(link(at=AT.astimezone(ZoneInfo("Asia/Hebron")))) == hashed(link())


def test_the_hash_depends_on_the_key_of_the_installation() -> None:
    assert link_hash(link(), key=b"other") != hashed(link())


def test_the_same_payload_has_another_digest_under_another_salt() -> None:
    payload = {"reason": "سبب"}
    assert payload_digest(salt=b"1" * 16, payload=payload) != payload_digest(salt=b"2" * 16, payload=payload)
