"""Show the world: `python -m simulators.world --people demo/people.yaml [--seed N] [--markdown]`."""

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from simulators.world.examples import find_examples
from simulators.world.people import Person
from simulators.world.world import SEED, World, load


def counts(world: World) -> dict[str, int]:
    """Return the number of each kind of thing."""
    living = [person for person in world.people.values() if person.alive]
    return {
        "people": len(world.people),
        "people alive": len(living),
        "people under eighteen": sum(person.age(world.society.present) < 18 for person in living),
        "students over eighteen": sum(person.is_student for person in living),
        "driving licences": len(world.roads.licences),
        "vehicles": sum(map(len, world.roads.vehicles.values())),
        "traffic fines": sum(map(len, world.roads.fines.values())),
        "parcels": len(world.land.parcels),
        "shares in parcels": sum(map(len, world.land.holdings.values())),
        "taxed properties": sum(map(len, world.land.taxed.values())),
        "insurance policies": len({p.number for each in world.care.policies.values() for p in each}),
        "examinations": len(world.care.examinations),
        "people assisted": len(world.care.assisted_since),
        "passports": len(world.passports),
        "ID cards": len(world.cards),
        "reports of loss": len(world.losses),
        "succession decrees": len(world.successions),
        "companies": sum(map(len, world.companies.values())),
        "judgments": sum(map(len, world.judgments.values())),
    }


def markdown(world: World, today: date) -> Iterator[str]:
    """Yield the lines of the table of examples, in Markdown."""
    yield "| Service | Situation | People |"
    yield "|---|---|---|"
    for example in find_examples(world, today=today):
        yield f"| {example.service} | {example.situation} | {', '.join(map(_name, example.people)) or '–'} |"


def _name(person: Person) -> str:
    return f"{person.id_number} {person.name.first[1]} {person.name.family[1]}"


def _plain(world: World, today: date) -> Iterator[str]:
    for what, count in counts(world).items():
        yield f"{count:>6}  {what}"
    yield ""
    for example in find_examples(world, today=today):
        yield f"{example.service}  {example.situation}"
        yield from (f"         {_name(person)}" for person in example.people)


def _main() -> None:
    parser = argparse.ArgumentParser(prog="python -m simulators.world", description=__doc__)
    parser.add_argument("--people", type=Path, required=True, help="the YAML file of fictional people")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--today", type=date.fromisoformat, default=datetime.now(UTC).date())
    parser.add_argument("--markdown", action="store_true", help="only the table of README.md")
    arguments = parser.parse_args()
    world = load(arguments.people, today=arguments.today, seed=arguments.seed)
    lines = (markdown if arguments.markdown else _plain)(world, arguments.today)
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    _main()
