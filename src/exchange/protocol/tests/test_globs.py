import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.protocol.globs import UnsafePath, decode_path, matches


@pytest.mark.parametrize(
    ("glob", "path", "expected"),
    [
        ("/current", "/current", True),
        ("/current", "/current/", False),
        ("/current", "/CURRENT", False),
        ("/*", "/a", True),
        ("/*", "/a/b", False),
        ("/*/x", "/a/x", True),
        ("/a*", "/ab", True),
        ("/a*b", "/axb", False),  # a star takes the whole rest of its segment and gives nothing back
        ("/**", "/a/b/c", True),
        ("/**/z", "/a/b/z", True),
        ("/***", "/a/b", True),
        ("**", "/", True),
        (r"/\*", "/*", True),
        (r"/\*", "/a", False),
        (r"/\\", "/\\", True),
        ("/a?b", "/a?b", True),
        ("/a?b", "/axb", False),
        ("/a.b", "/axb", False),
        ("/(a|b)", "/a", False),
    ],
)
def test_a_glob_matches_the_whole_path(glob: str, path: str, expected: bool) -> None:
    assert matches(glob, path) is expected


@given(st.text(alphabet="/abc*", max_size=12))
def test_a_glob_without_stars_matches_itself_alone(path: str) -> None:
    glob = path.replace("*", r"\*")
    assert matches(glob, path)
    assert not matches(glob, path + "x")


@given(st.text(max_size=40))
def test_two_stars_match_every_path(path: str) -> None:
    assert matches("**", path)


@pytest.mark.parametrize(
    "path",
    [
        "/a/../b",
        "/..",
        "/.",
        "/a/./b",
        "/%2e%2e/b",
        "/%2E./b",
        "/a%2f..%2fb",
        "/%252e%252e/b",
        "/%25252e%25252e/b",
        "/a/..;x=1/b",
        "/a\\..\\b",
        "/a/%5c..%5cb",
        "//a",
        "/a//b",
        "/a%2f/b",
        "/a%00b",
        "/a%0Ab",
        "/%zz",
        "/%ff",
        "/a%",
        "/%25252525252525252541",
    ],
)
def test_a_path_that_a_service_may_resolve_differently_is_refused(path: str) -> None:
    with pytest.raises(UnsafePath):
        decode_path(path)


@pytest.mark.parametrize(
    ("raw", "decoded"),
    [("", ""), ("/", "/"), ("/a/", "/a/"), ("/a%20b", "/a b"), ("/...", "/..."), ("/50%25", "/50%"), ("/%D8%A7", "/ا")],
)
def test_a_path_is_decoded_once_for_matching(raw: str, decoded: str) -> None:
    assert decode_path(raw) == decoded
