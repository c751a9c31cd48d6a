"""Work, the search for work, amounts due to the treasury, judgments of courts (shapes and amounts are illustrative)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from simulators.world.land import TaxedProperty
from simulators.world.people import Person, Society
from simulators.world.places import GOVERNORATES, Text, in_place
from simulators.world.seeded_random import SeededRandom

OFFICE: Final = {"ar": "مكتب عمل", "en": "Labour office"}
QUALIFICATIONS: Final = (
    {"ar": "بكالوريوس محاسبة", "en": "Bachelor of accounting"},
    {"ar": "دبلوم تمريض", "en": "Diploma of nursing"},
    {"ar": "ثانوية عامة", "en": "Secondary school certificate"},
    {"ar": "بكالوريوس هندسة مدنية", "en": "Bachelor of civil engineering"},
)
OCCUPATIONS: Final = (
    {"ar": "محاسب", "en": "Accountant"},
    {"ar": "ممرض", "en": "Nurse"},
    {"ar": "كهربائي", "en": "Electrician"},
    {"ar": "معلم", "en": "Teacher"},
)
EMPLOYERS: Final = (
    {"ar": "شركة الغيمة للبرمجيات (خيالية)", "en": "Ghaymah Software (fictional)"},
    {"ar": "مخبز السنبلة (خيالي)", "en": "Sunbula Bakery (fictional)"},
    {"ar": "مدرسة الأفق (خيالية)", "en": "Al-Ufuq School (fictional)"},
)
COURSES: Final = (
    {"ar": "السلامة المهنية", "en": "Occupational safety"},
    {"ar": "صيانة الألواح الشمسية", "en": "Maintenance of solar panels"},
)
COURTS: Final = {
    "felony": ("محكمة بداية", "Court of First Instance"),
    "misdemeanour": ("محكمة صلح", "Magistrates' Court"),
}
OFFENCES: Final = {
    "felony": ({"ar": "تزوير وثيقة رسمية", "en": "Forging an official document"},),
    "misdemeanour": (
        {"ar": "مخالفة أنظمة البناء", "en": "Breach of building rules"},
        {"ar": "الإضرار بمال الغير", "en": "Damage to another's property"},
    ),
}
SENTENCES: Final = {
    "felony": {"ar": "الحبس ثلاث سنوات", "en": "Three years' imprisonment"},
    "misdemeanour": {"ar": "غرامة مالية", "en": "A fine"},
}


@dataclass(frozen=True, slots=True)
class Registration:
    """A registration as a job seeker; `state` is active or lapsed."""

    number: str
    state: str
    registered_on: date
    renew_before: date
    qualification: Text
    occupation: Text


@dataclass(frozen=True, slots=True)
class Employment:
    """Work for an employer; without an end it is current."""

    employer: Text
    occupation: Text
    began_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Course:
    """A training course."""

    course: Text
    completed_on: date


@dataclass(frozen=True, slots=True)
class WorkingLife:
    """A person's records at a labour office."""

    office: Text
    registration: Registration | None
    employments: tuple[Employment, ...]
    courses: tuple[Course, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """An amount due to the treasury, in whole shekels; property tax is what the assessments say."""

    number: str
    kind: str
    year: int
    amount: int
    pay_before: date


@dataclass(frozen=True, slots=True)
class Judgment:
    """A final judgment; `grade` is felony or misdemeanour."""

    number: str
    court: Text
    decided_on: date
    grade: str
    offence: Text
    sentence: Text


def working_life_of(society: Society, person: Person) -> WorkingLife:
    """Return a person's random employments and courses; job seekers have no employment."""
    random = society.random(f"work:{person.id_number}")
    seeks = society.situation(person, "job_seeker", 14, random)
    works = society.situation(person, "employed", 55, random) and person.age(society.present) >= 20
    trained = society.situation(person, "trained", 30, random)
    office = in_place(OFFICE, GOVERNORATES[person.home.governorate].name)
    return WorkingLife(
        office=office,
        registration=_registration(society, person, random) if seeks else None,
        employments=_employments(society, person, random) if works and not seeks else (),
        courses=(Course(random.choice(COURSES), random.day(-900, -100)),) if trained else (),
    )


def _registration(society: Society, person: Person, random: SeededRandom) -> Registration:
    lapsed = person.id_number not in society.named and random.happens(25)
    registered_on = random.day(-700, -400) if lapsed else random.day(-150, -10)
    renew_before = random.day(-300, -100) if lapsed else random.day(35, 150)
    state = "lapsed" if lapsed else "active"
    chosen = random.choice(QUALIFICATIONS), random.choice(OCCUPATIONS)
    return Registration(random.digits(7), state, registered_on, renew_before, *chosen)


def _employments(society: Society, person: Person, random: SeededRandom) -> tuple[Employment, ...]:
    occupation = random.choice(OCCUPATIONS)
    now = Employment(random.choice(EMPLOYERS), occupation, random.day(-900, -100), None)
    before = Employment(random.choice(EMPLOYERS), occupation, random.day(-2000, -1600), random.day(-1500, -1000))
    older = person.age(society.present) >= 27 and (person.id_number in society.named or random.happens(50))
    return (now, before) if older else (now,)


def dues_of(society: Society, person: Person, taxed: Sequence[TaxedProperty]) -> tuple[Due, ...]:
    """Return what a person owes: unpaid property tax by year, and perhaps other amounts."""
    random = society.random(f"dues:{person.id_number}")
    dues = [_property_tax(each, year.year, year.assessed) for each in taxed for year in each.years if not year.is_paid]
    overdue = society.situation(person, "overdue", 8, random)
    if society.situation(person, "due", 8, random):
        dues.append(_random_due(society, random, society.present.year, 30, 120))
    if overdue:
        dues.append(_random_due(society, random, society.present.year - 1, -300, -30))
    return tuple(dues)


def _property_tax(taxed: TaxedProperty, year: int, assessed: int) -> Due:
    return Due(f"{taxed.number}-{year}", "property_tax", year, assessed, date(year, 12, 31))


def _random_due(society: Society, random: SeededRandom, year: int, least: int, most: int) -> Due:
    kind = random.choice(("income_tax", "court_fee", "rent"))
    return Due(random.digits(8), kind, year, random.integer(5, 90) * 10, random.day(least, most))


def judgments_of(society: Society, person: Person) -> tuple[Judgment, ...]:
    """Return the judgments of an adult; those of named people stand in the file."""
    random = society.random(f"judgments:{person.id_number}")
    if person.id_number in society.named or person.age(society.present) < 25 or not random.happens(5):
        return ()
    grade = random.weighted(("misdemeanour", "felony"), (85, 15))
    decided_on = random.day(-2000, -100)
    arabic, english = COURTS[grade]
    court = in_place({"ar": arabic, "en": english}, GOVERNORATES[person.home.governorate].name)
    number = f"{decided_on.year}/{random.integer(1, 999)}"
    return (Judgment(number, court, decided_on, grade, random.choice(OFFENCES[grade]), SENTENCES[grade]),)
