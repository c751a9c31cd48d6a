import pytest

from hukumati.core.json import NotJson, canonical_json, is_storable, parse_json


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


@pytest.mark.parametrize(
    "hostile",
    [
        b"[" * 100_000, b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 65 + b"1" + b"}" * 65, b"[" * 65 + b"]" * 65,
        b"9" * 5000, b"NaN", b"[-Infinity]", b"\xff", b"", b"{", b'"' + b"a" * 2**20 + b'"', b'"\\u0000"', b'"\\ud800"',
    ],
)  # fmt: skip
def test_json_from_outside_that_no_honest_system_sends_is_refused(hostile: bytes) -> None:
    with pytest.raises(NotJson):
        parse_json(hostile)


def test_ordinary_json_from_outside_is_read() -> None:
    assert parse_json('{"اسم": ["ليلى", 1, 2.5, null, true]}'.encode()) == {"اسم": ["ليلى", 1, 2.5, None, True]}
    assert parse_json(b"[" * 64 + b"]" * 64)
