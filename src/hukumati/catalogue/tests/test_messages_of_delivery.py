"""A message that says where to collect says something to whom the paper is brought, too."""

from dataclasses import replace

import pytest

from hukumati.catalogue.folder_checks import known_contracts
from hukumati.catalogue.tests.planting import checked
from hukumati.catalogue.tests.samples import Folder, card_folder


def told(folder: Folder) -> list[tuple[str, str, str]]:
    """Return what the check says about messages, without its remedies."""
    found = checked(folder, known_contracts()).mistakes
    return [(each.file, each.code, each.problem) for each in found if each.code.startswith("message.")]


def with_text(*changes: tuple[str, str]) -> Folder:
    """Return the card's folder with its texts changed, in both languages."""
    folder = card_folder()
    files = dict(folder.files)
    for name in ("text/ar.yaml", "text/en.yaml"):
        text = files[name].decode()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        files[name] = text.encode()
    return replace(folder, files=files)


def test_a_message_with_a_line_for_each_way_is_right() -> None:
    assert told(card_folder()) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (
            [("{reference}", "x"), ("{reference}", "x"), ("{home}", "{reference}")],
            "'ready' says where to collect, and nothing to those to whom it is brought home",
        ),
        (
            [("{place}", "{place} {home}")],
            "a line of 'ready' names 'place' and 'home': one of them is always missing",
        ),
    ],
)
def test_a_message_that_forgets_who_is_brought_it_is_told(changes: list[tuple[str, str]], problem: str) -> None:
    assert told(with_text(*changes)) == [("messages/ready.yaml", "message.home", problem)]


def test_an_address_where_nothing_is_brought_home_is_given_by_nothing() -> None:
    folder = with_text()
    service = folder.files["service.yaml"].decode()
    assert "home" in service
    without = service.replace(", home", "").replace("home, ", "")
    found = told(replace(folder, files={**folder.files, "service.yaml": without.encode()}))
    assert [(file, code) for file, code, _ in found] == [("flow.yaml", "message.unfilled")]
