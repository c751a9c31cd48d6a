"""Run the criminal record register: `python -m simulators.criminal_register --port N --data DIR --people FILE`."""

from typing import Any

from simulators.registers.answers import extract
from simulators.registers.register import Register
from simulators.world.livelihood import Judgment
from simulators.world.world import World


def find_record(world: World, id_number: str) -> dict[str, Any] | None:
    """Find the person's extract; a person without judgments has a clear one."""
    entry = world.named.get(id_number, {})
    if world.find(id_number) is None or not entry.get("in_criminal_register", True):
        return None
    in_file = [{**each, "decided_on": str(each["decided_on"])} for each in entry.get("judgments", ())]
    judgments = in_file + [_told(each) for each in world.judgments.get(id_number, ())]
    return extract(id_number, clear=not judgments, judgments=judgments)


def _told(judgment: Judgment) -> dict[str, Any]:
    return {
        "number": judgment.number,
        "court": judgment.court,
        "decided_on": judgment.decided_on.isoformat(),
        "class": judgment.grade,
        "offence": judgment.offence,
        "sentence": judgment.sentence,
    }


REGISTER = Register(
    name="criminal_register",
    title=("السجلّ العدلي", "Criminal record register"),
    answers={"/records/current": find_record},
    silent_about="815556600",
)

if __name__ == "__main__":
    REGISTER.run()
