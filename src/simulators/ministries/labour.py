"""The ministry of labour: job seekers, and what the labour office knows of a person."""

from typing import Any

from simulators.registers.answers import extract, find_known
from simulators.world.livelihood import OFFICE, Course, Employment, Registration, WorkingLife
from simulators.world.places import GOVERNORATES, in_place
from simulators.world.world import World


def find_job_seeker(world: World, id_number: str) -> dict[str, Any] | None:
    """Find a person's registrations as somebody who seeks work."""
    work = _find(world, id_number)
    if work is None:
        return None
    held = work.registration
    told = [_registration(held, work)] if held else []
    return extract(id_number, registered=held is not None and held.state == "active", registrations=told)


def _find(world: World, id_number: str) -> WorkingLife | None:
    """Find somebody's working life; a child's is empty."""
    person = find_known(world, id_number)
    if person is None:
        return None
    office = in_place(OFFICE, GOVERNORATES[person.home.governorate].name)
    return world.work.get(id_number) or WorkingLife(office, None, (), ())


def _registration(registration: Registration, work: WorkingLife) -> dict[str, Any]:
    return {
        "number": registration.number,
        "state": registration.state,
        "registered_on": registration.registered_on.isoformat(),
        "renew_before": registration.renew_before.isoformat(),
        "qualification": registration.qualification,
        "occupation": registration.occupation,
        "office": work.office,
    }


def find_labour_record(world: World, id_number: str) -> dict[str, Any] | None:
    """Find what a person's labour office knows: employments and courses."""
    work = _find(world, id_number)
    if work is None:
        return None
    return extract(
        id_number,
        office=work.office,
        employments=[_employment(each) for each in work.employments],
        courses=[_course(each) for each in work.courses],
    )


def _employment(employment: Employment) -> dict[str, Any]:
    return {
        "employer": employment.employer,
        "occupation": employment.occupation,
        "began_on": employment.began_on.isoformat(),
        "ended_on": employment.ended_on.isoformat() if employment.ended_on else None,
    }


def _course(course: Course) -> dict[str, Any]:
    return {"course": course.course, "completed_on": course.completed_on.isoformat()}
