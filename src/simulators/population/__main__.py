"""Run the population register: `python -m simulators.population --port N --data DIR --people FILE`."""

from simulators.population import answers
from simulators.registers.register import Register

REGISTER = Register(
    name="population",
    title=("سجلّ السكان", "Population register"),
    answers={
        "/persons/current": answers.find_person,
        "/families/current": answers.find_family,
        "/births/current": answers.find_birth,
        "/id-cards/current": answers.find_card,
        "/successions/current": answers.find_succession,
    },
    lookups={"/identity-checks/current": answers.check_identity},
    notices={"/id-card-issues/entries": answers.CARD_ISSUED, "/birth-certificates/entries": answers.BIRTH_CERTIFICATE},
    unavailable_for="909990004",
)

if __name__ == "__main__":
    REGISTER.run()
