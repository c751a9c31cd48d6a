"""Run the criminal record register: `python -m simulators.criminal_register --port N --data DIR --people FILE`."""

from datetime import UTC, datetime
from typing import Any

from simulators.people import People
from simulators.registers.register import Register


def find_record(people: People, id_number: str) -> dict[str, Any] | None:
    """Find the person's extract; a person without judgments has a clear one."""
    person = people.get(id_number)
    if person is None or not person.get("in_criminal_register", True):
        return None
    judgments = person["judgments"]
    return {
        "id_number": id_number,
        "clear": not judgments,
        "judgments": judgments,
        "extracted_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


REGISTER = Register(
    name="criminal_register",
    title=("السجلّ العدلي", "Criminal record register"),
    answers={"/records/current": find_record},
    silent_about="815556600",
)

if __name__ == "__main__":
    REGISTER.run()
