"""For each service, people of the world whose situations are worth trying."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from simulators.world.health import Policy, household_of
from simulators.world.people import Person
from simulators.world.world import World

IsExample = Callable[[World, Person, date], bool]
MAX_PEOPLE: Final = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A situation of a service, and people in it, those whom the file names first."""

    service: str
    situation: str
    people: tuple[Person, ...]


def find_examples(world: World, *, today: date) -> list[Example]:
    """Return up to three people for every situation, the same every time."""
    return [Example(code, text, tuple(_some(world, is_example, today))) for code, text, is_example in SITUATIONS]


def _some(world: World, is_example: IsExample, today: date) -> Iterator[Person]:
    known = (person for person in world.people.values() if _is_known_everywhere(world, person))
    found = sorted(
        (person for person in known if is_example(world, person, today)),
        key=lambda person: person.id_number not in world.named,
    )
    yield from found[:MAX_PEOPLE]


def _is_known_everywhere(world: World, person: Person) -> bool:
    """Return whether every register knows the person; the others stand in the table of magic values."""
    entry = world.named.get(person.id_number)
    return entry is None or (entry.get("in_ministry_registers", True) and entry.get("in_population_register", True))


def _is_adult(person: Person, today: date) -> bool:
    return person.alive and person.age(today) >= 18


def _licence(world: World, person: Person, today: date, *, ends_within: int = 60, medical: bool = False) -> bool:
    licence = world.roads.licences.get(person.id_number)
    is_near = licence is not None and -200 <= (licence.valid_until - today).days <= ends_within
    return is_near and licence is not None and licence.medical_due == medical and not licence.is_withdrawn


def _unpaid(world: World, person: Person) -> bool:
    return any(not fine.is_paid for fine in world.roads.fines.get(person.id_number, ()))


def _vehicle_ready(world: World, person: Person, today: date) -> bool:
    vehicles = world.roads.vehicles.get(person.id_number, ())
    valid = [each for each in vehicles if each.test_valid_until > today and each.insured_until > today]
    return any(not world.roads.unpaid_with(each.plate) for each in valid)


def _examined(world: World, person: Person, *, fit: bool | None) -> bool:
    examination = world.care.examinations.get(person.id_number)
    return fit is None if examination is None else examination.fit is fit


def _insured(world: World, person: Person) -> bool:
    return bool(_policies(world, person))


def _policies(world: World, person: Person) -> list[Policy]:
    return world.care.policies.get(person.id_number, [])


def _has_grown_children(world: World, person: Person, today: date) -> bool:
    """Return whether an uninsured person has a student son and an unmarried daughter over eighteen."""
    grown = [each for each in household_of(world.society, person) if each.age(today) >= 18 and each.father]
    own = [each for each in grown if each.id_number in person.children]
    sexes = {each.sex for each in own if each.is_student or each.sex == "female"}
    return not _insured(world, person) and sexes == {"female", "male"}


def _has_dependant(world: World, person: Person, test: Callable[[Person], bool]) -> bool:
    return any(test(each) for each in household_of(world.society, person))


def _passport(world: World, person: Person, today: date, *, valid: bool) -> bool:
    """Return whether the person has such a passport, and no other is being made."""
    passport = world.passports.get(person.id_number)
    if person.id_number in world.requests:
        return False
    return passport is not None and (passport.expires_on >= today) == valid and not passport.is_cancelled


def _card(world: World, person: Person, state: str) -> bool:
    card = world.cards.get(person.id_number)
    return card is not None and card.state == state


def _reported(world: World, person: Person) -> bool:
    return any(loss.reporter == person.id_number and loss.item == "id_card" for loss in world.losses.values())


def _holds(world: World, person: Person, test: Callable[[int, int, int], bool]) -> bool:
    """Return whether a person holds a parcel whose numbers of owners, liens and open transactions pass the test."""
    parcels = [world.land.parcels[number] for number in world.land.holdings.get(person.id_number, ())]
    return any(test(len(each.shares), len(each.liens), len(each.transactions)) for each in parcels)


def _inherits_land(world: World, person: Person) -> bool:
    left = [world.land.holdings.get(decree.deceased) for decree in world.inherited_by(person.id_number)]
    return any(left) and person.id_number not in world.land.holdings


def _seeks(world: World, person: Person) -> bool:
    work = world.work.get(person.id_number)
    return work is not None and work.registration is not None and work.registration.state == "active"


def _works(world: World, person: Person) -> bool:
    work = world.work.get(person.id_number)
    return work is not None and bool(work.employments and work.courses)


def _judged(world: World, person: Person) -> bool:
    entry = world.named.get(person.id_number)
    return bool(world.judgments.get(person.id_number) or (entry and entry.get("judgments")))


# w: the world, p: the person, d: the day
SITUATIONS: Final[tuple[tuple[str, str, IsExample], ...]] = (
    ("MOT-DLR", "licence ends soon, no medical examination needed, no unpaid fine",
     lambda w, p, d: _licence(w, p, d) and not _unpaid(w, p)),
    ("MOT-DLR", "medical examination needed, none done",
     lambda w, p, d: _licence(w, p, d, medical=True) and _examined(w, p, fit=None)),
    ("MOT-DLR", "medical examination needed, found fit",
     lambda w, p, d: _licence(w, p, d, medical=True) and _examined(w, p, fit=True)),
    ("MOT-DLR", "medical examination needed, found unfit",
     lambda w, p, d: _licence(w, p, d, ends_within=2000, medical=True) and _examined(w, p, fit=False)),
    ("MOT-DLR", "unpaid fines block the renewal",
     lambda w, p, d: p.id_number in w.roads.licences and _unpaid(w, p)),
    ("MOT-DLR", "licence withdrawn",
     lambda w, p, d: p.id_number in w.roads.licences and w.roads.licences[p.id_number].is_withdrawn),
    ("MOT-VLR", "vehicle insured, tested, without unpaid fines",
     _vehicle_ready),
    ("MOT-VLR", "roadworthiness test has lapsed",
     lambda w, p, d: any(v.test_valid_until < d for v in w.roads.vehicles.get(p.id_number, ()))),
    ("MOT-VLR", "insurance has lapsed",
     lambda w, p, d: any(v.insured_until < d for v in w.roads.vehicles.get(p.id_number, ()))),
    ("MOT-VLR", "unpaid fines of the vehicle",
     lambda w, p, d: any(w.roads.unpaid_with(v.plate) for v in w.roads.vehicles.get(p.id_number, ()))),
    ("MOT-VLR", "two vehicles",
     lambda w, p, d: len(w.roads.vehicles.get(p.id_number, ())) == 2),
    ("MOJ-NCC", "a judgment: an officer decides",
     lambda w, p, d: _judged(w, p)),
    ("MOI-BIR", "father or mother of a minor",
     lambda w, p, d: p.alive and any(c.alive and c.age(d) < 18 for c in w.society.kin(*p.children))),
    ("MOI-BIR", "foreign resident: no entry of birth",
     lambda w, p, d: p.kind == "resident"),
    ("MOH-INS", "uninsured, a student son and an unmarried daughter over eighteen",
     _has_grown_children),
    ("MOH-INS", "uninsured, lives alone",
     lambda w, p, d: _is_adult(p, d) and not _insured(w, p) and not household_of(w.society, p)),
    ("MOH-INS", "receives social assistance: free",
     lambda w, p, d: p.id_number in w.care.assisted_since and not _insured(w, p)),
    ("MOH-INS", "divorced, with children",
     lambda w, p, d: p.marital_status == "divorced" and _has_dependant(w, p, lambda c: c.age(d) < 18)),
    ("MOH-INS", "insured already",
     lambda w, p, d: _is_adult(p, d) and _insured(w, p)),
    ("MOI-PAS", "passport has expired",
     lambda w, p, d: _passport(w, p, d, valid=False)),
    ("MOI-PAS", "valid passport",
     lambda w, p, d: _passport(w, p, d, valid=True)),
    ("MOI-PAS", "never had one",
     lambda w, p, d: _is_adult(p, d) and p.kind == "citizen" and p.id_number not in w.passports),
    ("MOI-IDR", "card lost and reported to the police",
     lambda w, p, d: _card(w, p, "lost") and _reported(w, p)),
    ("MOI-IDR", "card lost, not reported",
     lambda w, p, d: _card(w, p, "lost") and not _reported(w, p)),
    ("MOF-PTX", "property tax unpaid",
     lambda w, p, d: any(each.due for each in w.land.taxed.get(p.id_number, ()))),
    ("MOF-PTX", "property tax all paid: clearance",
     lambda w, p, d: bool(w.land.taxed.get(p.id_number)) and not any(each.due for each in w.land.taxed[p.id_number])),
    ("PLA-EXT", "sole owner",
     lambda w, p, d: p.alive and _holds(w, p, lambda owners, liens, _: owners == 1 and liens == 0)),
    ("PLA-EXT", "one of several owners",
     lambda w, p, d: _holds(w, p, lambda owners, liens, _: owners > 2)),
    ("PLA-EXT", "heir of an owner who died",
     lambda w, p, d: _inherits_land(w, p)),
    ("PLA-EXT", "parcel with a lien",
     lambda w, p, d: p.alive and _holds(w, p, lambda owners, liens, _: liens > 0)),
    ("PLA-ENQ", "open transaction",
     lambda w, p, d: p.alive and _holds(w, p, lambda owners, liens, transactions: transactions > 0)),
    ("MOL-JOB", "registered as a job seeker",
     lambda w, p, d: _seeks(w, p)),
    ("MOL-PRM", "employments and a course",
     lambda w, p, d: _works(w, p)),
    ("MOT-FIN", "unpaid and paid fines",
     lambda w, p, d: {fine.is_paid for fine in w.roads.fines.get(p.id_number, ())} == {True, False}),
    ("MOT-VEH", "vehicle under a lien",
     lambda w, p, d: any(v.has_lien for v in w.roads.vehicles.get(p.id_number, ()))),
    ("MOH-INQ", "policy that covers dependants",
     lambda w, p, d: any(each.holder == p.id_number and each.dependants for each in _policies(w, p))),
    ("MOI-PSI", "passport being made",
     lambda w, p, d: p.id_number in w.requests),
    ("MOF-DUE", "amounts due",
     lambda w, p, d: p.id_number in w.dues),
)  # fmt: skip
