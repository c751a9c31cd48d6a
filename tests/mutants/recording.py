"""A plugin of pytest that records which test executes which line: `pytest -p tests.mutants.recording`.

The data go to the file that HUKUMATI_COVERAGE_FILE names, about the files that HUKUMATI_COVERAGE_INCLUDE lists: those
without mutants would only cost time. A line that runs as its module is imported has the context
"" (coverage.py's dynamic contexts).
"""

import os
from collections.abc import Iterator

import pytest
from coverage import Coverage

_recorder = Coverage(
    data_file=os.environ["HUKUMATI_COVERAGE_FILE"],
    include=os.environ["HUKUMATI_COVERAGE_INCLUDE"].split(os.pathsep),
    config_file=False,
)
_recorder.start()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Name the test that the lines from now on belong to, its fixtures among them."""
    _recorder.switch_context(item.nodeid)
    return (yield)


def pytest_sessionfinish() -> None:
    """Write what was recorded."""
    _recorder.stop()
    _recorder.save()
