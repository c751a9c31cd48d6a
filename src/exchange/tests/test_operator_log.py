import io
import json

import pytest
import structlog

from exchange import operator_log


def fail() -> None:
    raise ValueError("about 400000006")


def test_an_unexpected_error_is_logged_by_its_place_and_without_its_text() -> None:
    with structlog.testing.capture_logs() as logs:
        try:
            fail()
        except ValueError as error:
            operator_log.log_failure("unexpected error", error, role="x")
    [line] = logs
    assert (line["event"], line["error"], line["role"]) == ("unexpected error", "ValueError", "x")
    assert line["log_level"] == "error"
    assert [place.partition(":")[0] for place in line["places"]] == ["test_operator_log.py"] * 2
    assert "400000006" not in str(line)


def test_lines_are_json_with_a_level_and_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    try:
        operator_log.configure()
        operator_log.log_event("ready", server="ليلى")
    finally:
        structlog.reset_defaults()
    line = json.loads(stream.getvalue())
    assert (line["event"], line["server"], line["level"]) == ("ready", "ليلى", "info")
    assert line["timestamp"].endswith("Z")
    assert "ليلى" in stream.getvalue()
