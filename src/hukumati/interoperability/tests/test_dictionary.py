"""The data dictionary: complete, in both languages, and in agreement with the contracts."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from hukumati.interoperability import api, contract_lock

KINDS = {
    "person_name": "name",
    "bilingual": "bilingual_text",
    "money": "amount",
    "id_number": "text",
    "parent": "record",
}
JSON = {"boolean": "yes_no", "integer": "whole_number", "object": "record"}


def test_every_element_is_told_whole_in_both_languages() -> None:
    elements = api.list_elements()
    assert len(elements) > 140
    for element in elements:
        assert re.fullmatch(r"[a-z][a-z_]*(\.[a-z][a-z_]*)*", element.id)
        assert element.type in api.TYPES
        assert element.sensitivity in api.SENSITIVITIES
        for text in (element.name, element.definition):
            assert re.search("[\u0621-\u064a]", text.ar), element.id
            assert not re.search("[\u0621-\u064a]", text.en), element.id
        assert element.definition.ar.endswith(".")
        assert element.definition.en.endswith(".")


def test_no_two_elements_have_the_same_name() -> None:
    elements = api.list_elements()
    for language in ("ar", "en"):
        names = [getattr(element.name, language) for element in elements]
        assert sorted(names) == sorted(set(names))


def test_the_register_that_answers_for_an_element_tells_it() -> None:
    for element in api.list_elements():
        if element.source is not None:
            told = {use.contract for use in api.list_uses(element=element.id)}
            assert element.source in told, element.id


def test_every_field_and_parameter_of_a_contract_is_an_element_of_its_type() -> None:
    for contract in api.list_contracts():
        for path, field in _fields(contract):
            assert _type(field) == api.get_element(contract.concepts[path]).type, f"{contract.id}: {path}"
        for parameter in contract.parameters.values():
            assert api.get_element(parameter.means).type in {"text", "code", "date"}


def _fields(contract: api.Contract) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in contract.concepts:
        node: dict[str, Any] = contract.schema
        for step in path.split("."):
            inside = node.get("items", node)
            kind = inside.get("$ref", "").rpartition("/")[2]
            node = (contract.schema["$defs"][kind] if kind else inside)["properties"][step]
        yield path, node


def _type(field: dict[str, Any]) -> str:
    if "$ref" in field:
        return KINDS[field["$ref"].rpartition("/")[2]]
    if "enum" in field:
        return "code"
    kind = field["type"][0] if isinstance(field["type"], list) else field["type"]
    if kind == "array":
        return "record" if "properties" in field["items"] else _type(field["items"])
    return {"date": "date", "date-time": "time"}.get(field.get("format", "")) or JSON.get(kind, "text")


@pytest.mark.parametrize(
    "text", ["تاريخ الميلاد", "تأريخ الميلاد"[:3], "birth date", "BIRTH", "person.birth", "الميلادِ"]
)
def test_elements_are_found_by_words_of_either_language(text: str) -> None:
    assert "person.birth.date" in [element.id for element in api.search_elements(text=text)]


def test_words_that_nothing_holds_find_nothing_and_no_word_finds_everything() -> None:
    assert api.search_elements(text="birth xyzzy") == ()
    assert api.search_elements(text=" ، ") == api.list_elements()


def test_an_element_tells_where_it_is_used() -> None:
    uses = {(use.contract, use.field): use for use in api.list_uses(element="land.basin")}
    assert uses.keys() == {
        ("pla.holdings", "holdings.basin"),
        ("pla.holdings", "transactions.basin"),
        ("pla.parcel", "parcel.basin"),
        ("pla.parcel", "basin"),
    }
    assert [use for use in uses if uses[use].is_parameter] == [("pla.parcel", "basin")]
    with pytest.raises(api.NoSuchElement):
        api.list_uses(element="land.sea")


def test_no_contract_changed_without_a_new_version() -> None:
    contract_lock.refuse_changes(locked=contract_lock.read(), now=contract_lock.present())
    assert contract_lock.read() == contract_lock.present(), "manage.py interoperability_lock"


@pytest.mark.parametrize(
    ("version", "digest", "is_refused"),
    [(2, "a", False), (2, "b", True), (3, "b", False), (1, "a", True), (1, "b", True)],
)
def test_a_changed_contract_needs_a_higher_version(version: int, digest: str, is_refused: bool) -> None:
    locked: contract_lock.Lock = {"x.y": {"version": 2, "digest": "a"}}
    now: contract_lock.Lock = {"x.y": {"version": version, "digest": digest}}
    if not is_refused:
        contract_lock.refuse_changes(locked=locked, now=now)
        return
    with pytest.raises(contract_lock.ChangedWithoutVersion, match=r"x\.y"):
        contract_lock.refuse_changes(locked=locked, now=now)


def test_the_lock_is_not_written_over_a_silent_change(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(contract_lock, "FILE", tmp_path / "lock.yaml")
    call_command("interoperability_lock", verbosity=0)
    assert contract_lock.read() == contract_lock.present()
    text = contract_lock.FILE.read_text()
    digest = str(contract_lock.present()["mot.fines"]["digest"])
    contract_lock.FILE.write_text(text.replace(digest, "0" * 64))
    with pytest.raises(CommandError, match=r"mot\.fines"):
        call_command("interoperability_lock", verbosity=0)
