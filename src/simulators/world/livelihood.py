"""Work, the search for work, amounts due to the treasury, judgments of courts (shapes and amounts are illustrative)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from simulators.world.chance import Chance
from simulators.world.land import TaxedProperty
from simulators.world.people import Person, Society
from simulators.world.places import GOVERNORATES, Text, in_place

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
    """Somebody's registration as a job seeker; `state` is active or lapsed."""

    number: str
    state: str
    registered_on: date
    renew_before: date
    qualification: Text
    occupation: Text


@dataclass(frozen=True, slots=True)
class Employment:
    """Work for an employer; without an end it goes on."""

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
    """What a labour office knows of somebody."""

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
    """Draw somebody's employments and courses; job seekers have no work."""
    chance = society.chance(f"work:{person.id_number}")
    seeks = society.situation(person, "job_seeker", 14, chance)
    works = society.situation(person, "employed", 55, chance) and person.age(society.present) >= 20
    trained = society.situation(person, "trained", 30, chance)
    office = in_place(OFFICE, GOVERNORATES[person.home.governorate].name)
    return WorkingLife(
        office=office,
        registration=_registration(society, person, chance) if seeks else None,
        employments=_employments(society, person, chance) if works and not seeks else (),
        courses=(Course(chance.one(COURSES), chance.day(-900, -100)),) if trained else (),
    )


def _registration(society: Society, person: Person, chance: Chance) -> Registration:
    lapsed = person.id_number not in society.named and chance.happens(25)
    registered_on = chance.day(-700, -400) if lapsed else chance.day(-150, -10)
    renew_before = chance.day(-300, -100) if lapsed else chance.day(35, 150)
    state = "lapsed" if lapsed else "active"
    chosen = chance.one(QUALIFICATIONS), chance.one(OCCUPATIONS)
    return Registration(chance.digits(7), state, registered_on, renew_before, *chosen)


def _employments(society: Society, person: Person, chance: Chance) -> tuple[Employment, ...]:
    occupation = chance.one(OCCUPATIONS)
    now = Employment(chance.one(EMPLOYERS), occupation, chance.day(-900, -100), None)
    before = Employment(chance.one(EMPLOYERS), occupation, chance.day(-2000, -1600), chance.day(-1500, -1000))
    older = person.age(society.present) >= 27 and (person.id_number in society.named or chance.happens(50))
    return (now, before) if older else (now,)


def dues_of(society: Society, person: Person, taxed: Sequence[TaxedProperty]) -> tuple[Due, ...]:
    """Draw what somebody owes: unpaid property tax by year, and perhaps something else."""
    chance = society.chance(f"dues:{person.id_number}")
    dues = [_of_tax(each, year.year, year.assessed) for each in taxed for year in each.years if not year.is_paid]
    overdue = society.situation(person, "overdue", 8, chance)
    if society.situation(person, "due", 8, chance):
        dues.append(_drawn(society, chance, society.present.year, 30, 120))
    if overdue:
        dues.append(_drawn(society, chance, society.present.year - 1, -300, -30))
    return tuple(dues)


def _of_tax(taxed: TaxedProperty, year: int, assessed: int) -> Due:
    return Due(f"{taxed.number}-{year}", "property_tax", year, assessed, date(year, 12, 31))


def _drawn(society: Society, chance: Chance, year: int, least: int, most: int) -> Due:
    kind = chance.one(("income_tax", "court_fee", "rent"))
    return Due(chance.digits(8), kind, year, chance.number(5, 90) * 10, chance.day(least, most))


def judgments_of(society: Society, person: Person) -> tuple[Judgment, ...]:
    """Draw the judgments of a grown person; those of named people stand in the file."""
    chance = society.chance(f"judgments:{person.id_number}")
    if person.id_number in society.named or person.age(society.present) < 25 or not chance.happens(5):
        return ()
    grade = chance.weighted(("misdemeanour", "felony"), (85, 15))
    decided_on = chance.day(-2000, -100)
    arabic, english = COURTS[grade]
    court = in_place({"ar": arabic, "en": english}, GOVERNORATES[person.home.governorate].name)
    number = f"{decided_on.year}/{chance.number(1, 999)}"
    return (Judgment(number, court, decided_on, grade, chance.one(OFFENCES[grade]), SENTENCES[grade]),)
