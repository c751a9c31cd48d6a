"""What is said to follow when something asked for is not done in time is what the flow does then."""

import pytest

from hukumati.cases.queries import _without_request
from tests.walks.services import read

LICENCE = "mot/driver-licence-renewal"


@pytest.mark.parametrize(
    ("service", "state", "follows"),
    [
        (LICENCE, "medical", "goes_on"),
        (LICENCE, "eyesight", "decided"),
        (LICENCE, "review", "decided"),
        ("moi/passport", "biometrics", "decided"),
        ("marriage", "asking", "may_end"),
    ],
)
def test_what_follows_is_what_the_flow_says(service: str, state: str, follows: str) -> None:
    definition = read(service)[0]
    assert _without_request(definition, definition.flow.states[state]) == follows
