"""YAML is read strictly, and what is refused is named with its line."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.catalogue.folder.errors import FolderRefused
from hukumati.catalogue.folder.yaml_parser import MAX_BYTES, parse_yaml


def _refused(text: str | bytes) -> tuple[int, str]:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(FolderRefused) as caught:
        parse_yaml(file="x.yaml", data=data)
    mistake = caught.value.mistakes[0]
    assert mistake.file == "x.yaml"
    assert mistake.remedy
    return mistake.line, mistake.code


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "yaml.duplicate"),
        ("a: &x 1\n", 1, "yaml.anchor"),
        ("a: 1\nb: *x\n", 2, "yaml.anchor"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, "yaml.tag"),
        ("a: 1\nb: yes\n", 2, "yaml.trap"),
        ("a: No\n", 1, "yaml.trap"),
        ("on: 1\n", 1, "yaml.trap"),
        ("a: 0123\n", 1, "yaml.trap"),
        ("a: 1_000\n", 1, "yaml.trap"),
        ("a: 0x1F\n", 1, "yaml.trap"),
        ("a: .inf\n", 1, "yaml.trap"),
        ("a: 1\n---\nb: 2\n", 2, "yaml.syntax"),
        ("a: 1\nb: [1, 2\n", 2, "yaml.syntax"),
        ("a: b: c\n", 1, "yaml.syntax"),
        ("a: 1\n? [b]\n: 2\n", 2, "yaml.key"),
        (b"a: 1\nb: \xff\n", 2, "file.encoding"),
        (b"a: \x00\n", 1, "yaml.syntax"),
        ("[" * 200_000, 1, "yaml.depth"),
        (b" " * (MAX_BYTES + 1), 1, "yaml.size"),
    ],
)
def test_what_could_be_misread_is_refused_with_its_line(text: str | bytes, line: int, code: str) -> None:
    assert _refused(text)[1] == code
    if code != "yaml.syntax":
        assert _refused(text)[0] == line


def test_values_are_what_they_look_like() -> None:
    text = "a: 1\nb: 20.50\nc: 2026-11-23\nd: true\ne: null\nf: 'yes'\ng: [x, {z: -3}]\nh: 12/2015\ni:\n"
    assert parse_yaml(file="x", data=text.encode()).value == {
        "a": 1, "b": 20.5, "c": "2026-11-23", "d": True, "e": None, "f": "yes", "g": ["x", {"z": -3}], "h": "12/2015",
        "i": None,
    }  # fmt: skip


def test_every_part_knows_its_line() -> None:
    source = parse_yaml(file="x", data=b"a:\n  b: 1\n  c:\n    - d: 2\n    - d: 3\n")
    assert (source.line("a", "b"), source.line("a", "c", 1, "d"), source.line("a", "nosuch", 5)) == (2, 5, 1)


def test_several_mistakes_are_told_at_once() -> None:
    with pytest.raises(FolderRefused) as caught:
        parse_yaml(file="x", data=b"a: yes\nb: 012\nb: 1\n")
    assert [mistake.line for mistake in caught.value.mistakes] == [1, 2, 3]


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))))
def test_no_bytes_bring_the_reader_down(data: bytes) -> None:
    with suppress(FolderRefused):
        assert parse_yaml(file="x", data=data).file == "x"
