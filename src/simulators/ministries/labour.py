"""The ministry of labour: job seekers, and what the labour office knows of a person (shapes are illustrative)."""

from typing import Any

from simulators.ministries.drawing import Draw, extract
from simulators.ministries.people import KHALED, LAYLA, is_known
from simulators.people import People

OFFICES = (
    {"ar": "مكتب عمل رام الله", "en": "Ramallah labour office"},
    {"ar": "مكتب عمل الخليل", "en": "Hebron labour office"},
    {"ar": "مكتب عمل طولكرم", "en": "Tulkarm labour office"},
)
QUALIFICATIONS = (
    {"ar": "بكالوريوس محاسبة", "en": "Bachelor of accounting"},
    {"ar": "دبلوم تمريض", "en": "Diploma of nursing"},
    {"ar": "ثانوية عامة", "en": "Secondary school certificate"},
)
OCCUPATIONS = (
    {"ar": "محاسب", "en": "Accountant"},
    {"ar": "ممرض", "en": "Nurse"},
    {"ar": "كهربائي", "en": "Electrician"},
)
EMPLOYERS = (
    {"ar": "شركة الغيمة للبرمجيات (خيالية)", "en": "Ghaymah Software (fictional)"},
    {"ar": "مخبز السنبلة (خيالي)", "en": "Sunbula Bakery (fictional)"},
)
COURSES = (
    {"ar": "السلامة المهنية", "en": "Occupational safety"},
    {"ar": "صيانة الألواح الشمسية", "en": "Maintenance of solar panels"},
)


def find_job_seeker(people: People, id_number: str) -> dict[str, Any] | None:
    """Find a person's registrations as somebody who seeks work."""
    if not is_known(people, id_number):
        return None
    draw = Draw("job_seekers", id_number)
    state = {LAYLA: "", KHALED: "active"}.get(id_number, draw.one(("", "active", "lapsed")))
    registrations = [_registration(draw, state)] if state else []
    return extract(id_number, registered=state == "active", registrations=registrations)


def _registration(draw: Draw, state: str) -> dict[str, Any]:
    return {
        "number": draw.digits(7),
        "state": state,
        "registered_on": (draw.day(-80, -1) if state == "active" else draw.day(-700, -400)).isoformat(),
        "renew_before": (draw.day(366, 400) if state == "active" else draw.day(-300, -100)).isoformat(),
        "qualification": draw.one(QUALIFICATIONS),
        "occupation": draw.one(OCCUPATIONS),
        "office": draw.one(OFFICES),
    }


def find_labour_record(people: People, id_number: str) -> dict[str, Any] | None:
    """Find what a person's labour office knows: employments and courses."""
    if not is_known(people, id_number):
        return None
    draw = Draw("labour", id_number)
    jobs = {LAYLA: 2, KHALED: 0}.get(id_number, draw.number(0, 2))
    courses = {LAYLA: 1, KHALED: 1}.get(id_number, draw.number(0, 1))
    return extract(
        id_number,
        office=draw.one(OFFICES),
        employments=[_employment(draw, is_last=number == 0) for number in range(jobs)],
        courses=[_course(draw) for _ in range(courses)],
    )


def _employment(draw: Draw, *, is_last: bool) -> dict[str, Any]:
    return {
        "employer": draw.one(EMPLOYERS),
        "occupation": draw.one(OCCUPATIONS),
        "began_on": (draw.day(-900, -400) if is_last else draw.day(-3000, -2000)).isoformat(),
        "ended_on": None if is_last else draw.day(-1900, -1000).isoformat(),
    }


def _course(draw: Draw) -> dict[str, Any]:
    return {"course": draw.one(COURSES), "completed_on": draw.day(-1500, -100).isoformat()}
