"""The list of failpoints is what the code reaches."""

import re
from pathlib import Path

from hukumati.payments.failpoints import FAILPOINTS

PART = Path(__file__).parents[1]


def test_every_failpoint_is_reached_somewhere_and_no_other() -> None:
    reached = set()
    for path in PART.rglob("*.py"):
        if "tests" not in path.parts:
            reached |= set(re.findall(r'hit\("([^"]+)"\)', path.read_text("utf-8")))
    assert reached == set(FAILPOINTS)
