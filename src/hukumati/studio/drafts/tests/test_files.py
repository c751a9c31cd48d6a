"""What a draft's files may be: the limits are exact, and a rebase merges file by file."""

import pytest

from hukumati.studio import api as studio
from hukumati.studio.drafts.files import (
    MAX_CHARACTERS,
    MAX_TOTAL,
    check_files,
    check_path,
    clean_text,
    refuse_oversized,
)
from hukumati.studio.drafts.rebase import RebaseResult, merge_files

MAX_FILES = 200


def reason(call: object, *given: object) -> tuple[str, str]:
    """Return why something is refused, and the name that is given."""
    with pytest.raises(studio.FileRefused) as refused:
        call(*given)  # type: ignore[operator]
    return refused.value.reason, refused.value.name


def test_lines_end_as_unix_ends_them() -> None:
    assert clean_text("a", "1\r\n2\r3\n4") == "1\n2\n3\n4\n"
    assert clean_text("a", "1\n") == "1\n"
    assert clean_text("a", "") == ""


def test_a_text_has_a_longest_length_and_no_nul() -> None:
    assert len(clean_text("a", "x" * (MAX_CHARACTERS - 1) + "\n")) == MAX_CHARACTERS
    assert reason(clean_text, "a", "x" * (MAX_CHARACTERS + 1)) == ("too_large", "a")
    assert reason(clean_text, "a", "x\0") == ("not_text", "a")


def test_a_folder_has_a_greatest_number_of_files_and_characters() -> None:
    refuse_oversized({f"{number}": "" for number in range(MAX_FILES)})
    assert reason(refuse_oversized, {f"{number}": "" for number in range(MAX_FILES + 1)}) == ("too_many", "")
    refuse_oversized({"a": "x" * MAX_TOTAL})
    assert reason(refuse_oversized, {"a": "x" * MAX_TOTAL, "b": "x"}) == ("too_large", "")


@pytest.mark.parametrize("path", ["service.yaml", "lists/purposes.csv", "documents/a-b.typ", "text/ar.yaml"])
def test_a_path_with_a_place_is_accepted(path: str) -> None:
    assert check_path(path) == path


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("lists/a..csv", "path"),
        ("lists/" + "a" * 81 + ".csv", "path"),
        ("-a.yaml", "path"),
        ("shared/people.yaml", "unknown_place"),
        ("lists/a.py", "unknown_place"),
    ],
)
def test_a_path_without_a_place_is_refused_by_name(path: str, why: str) -> None:
    assert reason(check_path, path) == (why, path[:80])


def test_a_folder_is_checked_as_a_whole() -> None:
    assert check_files({"text/ar.yaml": "a: b", "form.yaml": ""}) == {"form.yaml": "", "text/ar.yaml": "a: b\n"}
    assert reason(check_files, {"run.sh": ""})[0] == "unknown_place"


def test_a_rebase_takes_what_only_the_other_side_changed() -> None:
    base = {"theirs": "1", "ours": "1", "both": "1", "equal": "1", "gone": "1", "gone_here": "1", "fought": "1"}
    mine = {"theirs": "1", "ours": "2", "both": "2", "equal": "2", "gone": "1", "new_here": "x", "fought": "2"}
    theirs = {"theirs": "3", "ours": "1", "both": "3", "equal": "2", "gone_here": "3", "new_there": "y"}
    merged, result = merge_files(base, mine, theirs)
    assert result == RebaseResult(taken=("gone", "new_there", "theirs"), conflicts=("both", "fought", "gone_here"))
    assert merged == {
        "theirs": "3",
        "ours": "2",
        "both": "2",
        "equal": "2",
        "new_here": "x",
        "new_there": "y",
        "fought": "2",
    }
