"""Registering things under their keys."""

from dataclasses import dataclass

import pytest

from hukumati.core.errors import HukumatiError
from hukumati.core.registry import InvalidRegistration, Registry


class NoSuchThing(HukumatiError):
    """What a registry of these tests raises for an unknown key."""


@dataclass(frozen=True)
class Thing:
    key: str
    required_settings: tuple[str, ...] = ()


@pytest.fixture
def registry() -> Registry[Thing]:
    return Registry(kind="thing", unknown=NoSuchThing)


def test_entries_are_found_by_key_and_listed_in_the_order_of_registration(registry: Registry[Thing]) -> None:
    second, first = Thing("second"), Thing("a_1")
    registry.register(second)
    registry.register(first)
    assert registry.get("a_1") is first
    assert registry.all() == (second, first)


def test_an_unknown_key_is_refused_by_name(registry: Registry[Thing]) -> None:
    with pytest.raises(NoSuchThing, match="There is no thing 'third'"):
        registry.get("third")
    with pytest.raises(NoSuchThing, match="third"):
        registry.unregister("third")


def test_an_entry_that_is_unregistered_is_unknown_again(registry: Registry[Thing]) -> None:
    registry.register(Thing("first"))
    registry.unregister("first")
    assert registry.all() == ()


def test_a_key_is_given_once(registry: Registry[Thing]) -> None:
    registry.register(Thing("first"))
    with pytest.raises(InvalidRegistration, match="Two entries have the key 'first'"):
        registry.register(Thing("first"))


@pytest.mark.parametrize("key", ["", "First", "1st", "a-b", "a" * 21, "a\n"])
def test_a_key_that_cannot_be_stored_or_sent_is_refused(registry: Registry[Thing], key: str) -> None:
    with pytest.raises(InvalidRegistration, match="small letters"):
        registry.register(Thing(key))


def test_a_key_of_twenty_letters_is_accepted(registry: Registry[Thing]) -> None:
    registry.register(Thing("a" * 20))
    assert registry.get("a" * 20).key == "a" * 20


def test_an_entry_whose_settings_do_not_exist_is_refused_with_their_names(registry: Registry[Thing]) -> None:
    with pytest.raises(InvalidRegistration, match=r"needs settings that do not exist: .'wallet_url'"):
        registry.register(Thing("wallet", required_settings=("portal_url", "wallet_url")))
    assert registry.all() == ()
