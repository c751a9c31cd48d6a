"""The demonstration has whom its services need: two officials where two decide, or one decides on an objection."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FLOWS = sorted((ROOT / "services").glob("*/*/flow.yaml"))
STAFF = yaml.safe_load((ROOT / "demo" / "people.yaml").read_text("utf-8"))["staff"]


def _needs_two(state: dict[str, dict[str, object]]) -> bool:
    """Return whether two officials of a state's role must act: four eyes, or an objection to what one decided."""
    actions = state.get("actions", {})
    confirmed = (each.get("four_eyes") for each in actions.values() if isinstance(each, dict))
    return "reject" in actions or any(confirmed)


@pytest.mark.parametrize("flow", FLOWS, ids=lambda path: path.parent.name)
def test_where_two_officials_must_act_the_demonstration_has_two(flow: Path) -> None:
    states = yaml.safe_load(flow.read_text("utf-8"))["states"]
    roles = {state["work"]["role"] for state in states.values() if "work" in state and _needs_two(state)}
    there = Counter(f"{each['provider']}.{role}" for each in STAFF for role in each["roles"])
    assert roles
    assert not {role for role in roles if there[role] < 2}


def test_no_two_officials_of_the_demonstration_share_a_number_a_telephone_or_an_address() -> None:
    for key in ("number", "id_number", "phone", "email"):
        assert len({each[key] for each in STAFF}) == len(STAFF)
