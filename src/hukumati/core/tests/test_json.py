import pytest

from hukumati.core.json import canonical_json, is_storable


def test_canonical_json_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical_json({"b": 1, "a": {"d": None, "c": "ي"}}) == '{"a":{"c":"ي","d":null},"b":1}'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_json_has_no_canonical_form(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical_json(value)


@pytest.mark.parametrize("value", ["\x00", {"a": ["\ud800"]}, float("nan"), {"\x00": 1}])
def test_what_the_database_would_not_keep_is_not_storable(value: object) -> None:
    assert not is_storable(value)


def test_ordinary_text_is_storable() -> None:
    assert is_storable({"اسم": "ليلى 😀", "n": [1, 2.5, None]})
