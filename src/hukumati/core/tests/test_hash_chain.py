"""Every change of a chain shows, and at its place."""

from dataclasses import replace

import pytest

from hukumati.core.hash_chain import Link, broken_links, first_hash, next_hash

FIRST = first_hash("test.chain", "subject")
KEY = b"k" * 32


def chain(*records: bytes) -> list[Link]:
    """Return a sound chain of records."""
    links, previous = [], FIRST
    for record in records:
        links.append(Link(previous, record, next_hash(key=KEY, previous=previous, record=record)))
        previous = links[-1].hash
    return links


SOUND = chain(b"one", b"two", b"three")


def broken(links: list[Link]) -> list[int]:
    return list(broken_links(links, key=KEY, first=FIRST))


def test_a_sound_chain_has_no_broken_link() -> None:
    assert broken(SOUND) == []
    assert broken([]) == []


def test_a_changed_record_is_found_where_it_stands() -> None:
    assert broken([SOUND[0], replace(SOUND[1], record=b"TWO"), SOUND[2]]) == [1]


def test_a_changed_record_with_a_new_hash_of_its_own_breaks_the_next() -> None:
    forged = replace(SOUND[1], record=b"TWO", hash=next_hash(key=KEY, previous=SOUND[1].previous, record=b"TWO"))
    assert broken([SOUND[0], forged, SOUND[2]]) == [2]


@pytest.mark.parametrize(
    ("links", "places"),
    [(SOUND[1:], [0]), ([SOUND[0], SOUND[2]], [1]), ([SOUND[1], SOUND[0], SOUND[2]], [0, 1, 2])],
    ids=["the first removed", "the second removed", "two exchanged"],
)
def test_a_record_removed_or_moved_is_found(links: list[Link], places: list[int]) -> None:
    assert broken(links) == places


def test_a_chain_written_anew_without_the_key_is_broken_from_its_beginning() -> None:
    assert list(broken_links(SOUND, key=b"x" * 32, first=FIRST)) == [0, 1, 2]


def test_a_chain_of_another_subject_or_of_another_kind_begins_otherwise() -> None:
    assert len({first_hash("a", "b"), first_hash("a", "c"), first_hash("b", "b")}) == 3


def test_the_same_record_hashes_otherwise_after_another() -> None:
    assert next_hash(key=KEY, previous=bytes(32), record=b"x") != next_hash(key=KEY, previous=b"1" * 32, record=b"x")


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_what_is_no_hash_is_followed_by_nothing(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        next_hash(key=KEY, previous=bytes(length), record=b"x")
