"""Run the criminal record register: `python -m simulators.criminal_register --port N --data DIR --people FILE`."""

from simulators.base.json_values import JsonObject
from simulators.registers.answers import extract
from simulators.registers.notices import Notice
from simulators.registers.register import Register
from simulators.world.livelihood import Judgment
from simulators.world.people import JudgmentEntry
from simulators.world.world import World


def find_record(world: World, id_number: str) -> JsonObject | None:
    """Return a person's extract, which is clear without judgments; None if the register does not know the number."""
    entry = world.named.get(id_number)
    if world.find(id_number) is None or (entry and not entry.get("in_criminal_register", True)):
        return None
    of_file = entry.get("judgments", ()) if entry else ()
    judgments = [_as_entered(each) for each in of_file]
    judgments += [_judgment(each) for each in world.judgments.get(id_number, ())]
    return extract(id_number, clear=not judgments, judgments=judgments)


def _as_entered(judgment: JudgmentEntry) -> JsonObject:
    return {
        "number": judgment["number"],
        "court": judgment["court"],
        "decided_on": str(judgment["decided_on"]),
        "class": judgment["class"],
        "offence": judgment["offence"],
        "sentence": judgment["sentence"],
    }


def _judgment(judgment: Judgment) -> JsonObject:
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
    notices={"/certificates/entries": Notice(of="/records/current", amends={})},
    unavailable_for="815556600",
)

if __name__ == "__main__":
    REGISTER.run()
