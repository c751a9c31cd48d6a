"""The ministry of labour: job seekers, employments and courses."""

from simulators.base.json_values import JsonObject
from simulators.registers.answers import extract, find_known
from simulators.world.livelihood import OFFICE, Course, Employment, Registration, WorkingLife
from simulators.world.places import GOVERNORATES, in_place
from simulators.world.world import World


def find_job_seeker(world: World, id_number: str) -> JsonObject | None:
    """Return a person's registrations as a job seeker, or None if the person is unknown."""
    work = _find(world, id_number)
    if work is None:
        return None
    registration = work.registration
    is_active = registration is not None and registration.state == "active"
    registrations = [_registration(registration, work)] if registration else []
    return extract(id_number, registered=is_active, registrations=registrations)


def _find(world: World, id_number: str) -> WorkingLife | None:
    """Return a person's working life, empty for a child, or None if the person is unknown."""
    person = find_known(world, id_number)
    if person is None:
        return None
    office = in_place(OFFICE, GOVERNORATES[person.home.governorate].name)
    return world.work.get(id_number) or WorkingLife(office, None, (), ())


def _registration(registration: Registration, work: WorkingLife) -> JsonObject:
    return {
        "number": registration.number,
        "state": registration.state,
        "registered_on": registration.registered_on.isoformat(),
        "renew_before": registration.renew_before.isoformat(),
        "qualification": registration.qualification,
        "occupation": registration.occupation,
        "office": work.office,
    }


def find_labour_record(world: World, id_number: str) -> JsonObject | None:
    """Return a person's employments and courses, or None if the person is unknown."""
    work = _find(world, id_number)
    if work is None:
        return None
    return extract(
        id_number,
        office=work.office,
        employments=[_employment(each) for each in work.employments],
        courses=[_course(each) for each in work.courses],
    )


def _employment(employment: Employment) -> JsonObject:
    return {
        "employer": employment.employer,
        "occupation": employment.occupation,
        "began_on": employment.began_on.isoformat(),
        "ended_on": employment.ended_on.isoformat() if employment.ended_on else None,
    }


def _course(course: Course) -> JsonObject:
    return {"course": course.course, "completed_on": course.completed_on.isoformat()}
