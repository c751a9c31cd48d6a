"""Properties of the world, over several seeds."""

import re
import time
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from simulators.world.__main__ import markdown
from simulators.world.examples import SITUATIONS, find_examples
from simulators.world.people import BEGINNING, Person, PersonEntry, with_check_digit
from simulators.world.places import GOVERNORATES, LOCALITIES
from simulators.world.world import SEED, World, build

PEOPLE = Path(__file__).parents[4] / "demo" / "people.yaml"
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def entries() -> list[PersonEntry]:
    found: list[PersonEntry] = yaml.safe_load(PEOPLE.read_text("utf-8"))["people"]
    return found


@pytest.fixture(scope="module", params=[SEED, 1, 77])
def world(request: pytest.FixtureRequest, entries: list[PersonEntry]) -> World:
    return build(entries, seed=request.param, today=TODAY)


@pytest.fixture(scope="module")
def everybody(world: World) -> list[Person]:
    return list(world.people.values())


def test_two_thousand_people_of_several_generations_live_in_every_governorate(
    world: World, everybody: list[Person]
) -> None:
    assert len(everybody) >= 2000
    assert {person.home.governorate for person in everybody} == set(GOVERNORATES)
    generations = {_generation(world, person) for person in everybody}
    assert generations >= {0, 1, 2, 3}
    ages = [person.age(TODAY) for person in everybody if person.alive]
    assert min(ages) <= 2
    assert all(0 <= age <= 110 for age in ages)
    assert sum(age < 18 for age in ages) > 200
    assert sum(age > 65 for age in ages) > 100


def _generation(world: World, person: Person) -> int:
    return 0 if person.father is None else 1 + _generation(world, world.people[person.father])


def test_every_number_has_its_check_digit_and_one_owner(world: World) -> None:
    for number, person in world.people.items():
        assert person.id_number == number
        assert len(number) == 9
        assert number == with_check_digit(number[:8])


def test_names_follow_the_father_s_line(world: World, everybody: list[Person]) -> None:
    for person in everybody:
        for part in (person.name.first, person.name.family):
            assert all(part)
        if person.father and person.id_number not in world.named:
            father = world.people[person.father].name
            assert person.name.father == father.first
            assert person.name.grandfather == father.father
            assert person.name.family == father.family


def test_brothers_and_sisters_have_different_names(world: World, everybody: list[Person]) -> None:
    for person in everybody:
        names = [child.name.first for child in world.society.kin(*person.children)]
        assert len(names) == len(set(names))


def test_kin_exist_and_name_one_another(world: World, everybody: list[Person]) -> None:
    for person in everybody:
        for parent in world.society.kin(person.father, person.mother):
            assert person.id_number in parent.children
        for child in world.society.kin(*person.children):
            assert person.id_number in {child.father, child.mother}
        for spouse in world.society.kin(person.spouse):
            assert spouse.spouse == person.id_number
            assert spouse.sex != person.sex
            assert spouse.father is None or spouse.father != person.father
        assert len(person.children) == len(set(person.children))


def test_no_child_is_older_than_parents_or_born_long_after_a_death(world: World, everybody: list[Person]) -> None:
    for person in everybody:
        for parent in world.society.kin(person.father, person.mother):
            assert (person.born_on - parent.born_on).days >= 17 * 365, (person, parent)
            assert parent.died_on is None or parent.died_on > person.born_on
    mothers = [(child, world.people[child.mother]) for child in everybody if child.mother]
    assert all((child.born_on - mother.born_on).days < 50 * 366 for child, mother in mothers)


def test_deceased_people_died_after_birth_and_before_today(everybody: list[Person]) -> None:
    dead = [person for person in everybody if person.died_on is not None]
    assert len(dead) > 50
    for person in dead:
        assert person.died_on is not None
        assert person.born_on < person.died_on < TODAY


def test_marital_status_agrees_with_the_family(world: World, everybody: list[Person]) -> None:
    for person in everybody:
        spouse = world.people[person.spouse] if person.spouse else None
        if person.marital_status == "married" and person.alive:
            assert spouse is not None
            assert spouse.alive
        if person.marital_status in {"single", "divorced"}:
            assert spouse is None
        if person.marital_status == "widowed" and spouse:
            assert not spouse.alive
    statuses = [person.marital_status for person in everybody]
    assert all(statuses.count(status) > 20 for status in ("single", "married", "divorced", "widowed"))


def test_there_are_students_and_unmarried_daughters_over_eighteen(everybody: list[Person]) -> None:
    grown = [person for person in everybody if person.alive and person.age(TODAY) >= 18 and person.father]
    assert sum(person.is_student for person in grown) > 20
    assert sum(person.sex == "female" and person.marital_status == "single" for person in grown) > 40


def test_shares_of_every_parcel_sum_to_one_and_owners_exist(world: World) -> None:
    assert len(world.land.parcels) > 200
    for number, parcel in world.land.parcels.items():
        assert parcel.number == number
        assert parcel.locality is LOCALITIES[parcel.locality.code]
        assert sum(parcel.shares.values()) == Fraction(1)
        assert all(share > 0 for share in parcel.shares.values())
        assert all(number in world.land.holdings[owner] for owner in parcel.shares)
        assert all(world.people[owner].kind == "citizen" for owner in parcel.shares)
    held = [(owner, number) for owner, numbers in world.land.holdings.items() for number in numbers]
    assert len(held) == len(set(held)) == sum(len(parcel.shares) for parcel in world.land.parcels.values())
    assert any(len(parcel.shares) > 2 for parcel in world.land.parcels.values())
    assert any(parcel.liens for parcel in world.land.parcels.values())


def test_land_of_the_dead_waits_for_heirs_whom_a_decree_names(world: World) -> None:
    dead = {owner for owner in world.land.holdings if not world.people[owner].alive}
    assert dead & world.successions.keys()
    for decree in world.successions.values():
        deceased = world.people[decree.deceased]
        assert not deceased.alive
        kin = {deceased.spouse, *deceased.children}
        assert set(decree.heirs) <= kin
        assert all(world.people[heir].alive for heir in decree.heirs)
        assert decree in world.inherited_by(decree.heirs[0])


def test_property_is_taxed_in_the_name_of_an_owner(world: World) -> None:
    assert sum(each.due for taxed in world.land.taxed.values() for each in taxed) > 0
    for payer, taxed in world.land.taxed.items():
        kinds = [world.land.parcels[number].kind for number in world.land.holdings[payer]]
        assert len(taxed) <= sum(kind != "land" for kind in kinds)
        for each in taxed:
            unpaid = [year.assessed for year in each.years if not year.is_paid]
            assert sum(unpaid) == each.due
            in_dues = [due.amount for due in world.dues.get(payer, ()) if due.number.startswith(f"{each.number}-")]
            assert sorted(in_dues) == sorted(unpaid)


def test_each_vehicle_has_a_chassis_number_of_its_own_in_the_form_of_iso_3779(world: World) -> None:
    numbers = [vehicle.vin for owned in world.roads.vehicles.values() for vehicle in owned]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch("ZZZ[A-HJ-NPR-Z0-9]{14}", number) for number in numbers)


def test_plates_are_unique_and_fines_are_of_vehicles_of_the_household(world: World) -> None:
    vehicles = [vehicle for owned in world.roads.vehicles.values() for vehicle in owned]
    owners = {vehicle.plate: vehicle.owner for vehicle in vehicles}
    assert len(owners) == len(vehicles) > 200
    for driver, fines in world.roads.fines.items():
        for fine in fines:
            assert fine.driver == driver
            assert owners[fine.plate] in {driver, world.people[driver].spouse}
    assert any(vehicle.test_valid_until < TODAY for vehicle in vehicles)
    assert any(vehicle.insured_until < TODAY for vehicle in vehicles)
    assert {world.roads.unpaid_with(plate) > 0 for plate in owners} == {True, False}


def test_only_adults_drive_own_vehicles_or_seek_work(world: World) -> None:
    for numbers in (world.roads.licences, world.roads.vehicles, world.work, world.care.examinations):
        assert all(world.people[number].age(TODAY) >= 18 for number in numbers)
    due = [licence for licence in world.roads.licences.values() if licence.medical_due]
    assert 20 < len(due) < len(world.roads.licences)
    assert set(world.care.examinations) <= set(world.roads.licences)


def test_policies_cover_the_household_once(world: World) -> None:
    for covered, policies in world.care.policies.items():
        assert len(policies) == 1
        policy = policies[0]
        assert covered in {policy.holder, *policy.dependants}
        holder = world.people[policy.holder]
        assert set(policy.dependants) <= {holder.spouse, *holder.children}
        assert (policy.scheme == "social") == (policy.holder in world.care.assisted_since)


def test_id_cards_are_held_from_sixteen_and_losses_reported_by_their_holders(world: World) -> None:
    for number, card in world.cards.items():
        assert world.people[number].age(TODAY) >= 16
        assert world.people[number].born_on < card.issued_on <= TODAY
    assert {card.state for card in world.cards.values()} == {"valid", "lost", "cancelled"}
    for number, loss in world.losses.items():
        assert loss.number == number
        assert loss.reporter in world.people
        if loss.item == "id_card":
            assert world.cards[loss.reporter].state == "lost"


def test_the_same_seed_makes_the_same_world_and_another_seed_another(entries: list[PersonEntry]) -> None:
    world = build(entries, seed=3, today=TODAY)
    assert build(entries, seed=3, today=TODAY.replace(day=2)) == world
    other = build(entries, seed=4, today=TODAY)
    assert len(set(other.people) & set(world.people)) < 100


def test_people_stay_the_same_over_the_years(entries: list[PersonEntry]) -> None:
    world, later = (build(entries, today=day) for day in (TODAY, date(2029, 2, 3)))
    assert later.people == world.people
    assert all(person.born_on < BEGINNING for person in world.people.values())


def test_one_more_named_person_changes_nothing_for_the_others(entries: list[PersonEntry]) -> None:
    all_of_them, fewer = build(entries, today=TODAY), build(entries[:-1], today=TODAY)
    lost = set(all_of_them.people) - set(fewer.people)
    assert 1 <= len(lost) <= 10
    assert {number: all_of_them.cards[number] for number in fewer.cards} == fewer.cards
    assert {number: all_of_them.roads.vehicles[number] for number in fewer.roads.vehicles} == fewer.roads.vehicles


def test_the_world_is_made_within_two_seconds(entries: list[PersonEntry]) -> None:
    started = time.process_time()
    build(entries, seed=5, today=TODAY)
    assert time.process_time() - started < 2


def _words(entries: list[PersonEntry]) -> Iterator[str]:
    for entry in entries:
        yield from (word.removeprefix("no_") for word in entry.get("situations", ()))


def test_every_situation_of_the_file_is_known_to_the_world(entries: list[PersonEntry]) -> None:
    source = "".join(path.read_text("utf-8") for path in Path(__file__).parents[1].glob("*.py"))
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    for word in _words(entries):
        assert f'"{word}"' in source, word
        assert f"`{word}`" in readme, word


def test_the_readme_holds_the_table_of_examples(entries: list[PersonEntry]) -> None:
    world = build(entries, today=TODAY)
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    for line in markdown(world, TODAY):
        assert line in readme, "print the table anew: python -m simulators.world --people demo/people.yaml --markdown"


def test_every_situation_has_an_example_under_any_seed(world: World) -> None:
    examples = find_examples(world, today=TODAY)
    assert len({example.service for example in examples}) == 17
    assert [example.situation for example in examples if not example.people] == []


def test_the_situations_of_the_file_hold_under_any_seed(world: World) -> None:
    def shows(situation: str) -> set[str]:
        is_shown = next(is_shown for _service, text, is_shown in SITUATIONS if text == situation)
        return {number for number in world.named if is_shown(world, world.people[number], TODAY)}

    assert "915667703" in shows("medical examination needed, none done")
    assert "905556601" in shows("medical examination needed, found fit")
    assert "417223401" in shows("uninsured, a student son and an unmarried daughter over eighteen")
    assert "406334409" in shows("receives social assistance: free")
    assert "810445502" in shows("heir of an owner who died")
    assert "901556605" in shows("card lost and reported to the police")
    assert "408667707" in shows("property tax unpaid")
    assert "906667704" in shows("one of several owners")
    assert world.roads.vehicles["809223308"][0].test_valid_until < TODAY
    assert world.losses["2026/40217"].reporter == "901556605"


def test_the_note_of_an_heir_names_the_inherited_parcel(entries: list[PersonEntry]) -> None:
    world = build(entries, today=TODAY)
    (decree,) = world.inherited_by("810445502")
    (number,) = world.land.holdings[decree.deceased]
    parcel = world.land.parcels[number]
    note = world.named["810445502"]["note"]
    assert note["en"].endswith(f": {parcel.locality.name['en']}, basin {parcel.basin}, parcel {parcel.parcel}.")
    assert note["ar"].endswith(f": {parcel.locality.name['ar']}، حوض {parcel.basin}، قطعة {parcel.parcel}.")
