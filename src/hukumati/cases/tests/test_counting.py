"""Running cases are counted by version and state, and ended ones are not."""

import pytest

from hukumati.cases import api as cases
from hukumati.cases.models import Case
from hukumati.cases.tests.conftest import NOW


def _case(reference: str, version: str, state: str, *, ended: bool = False, code: str = "MOJ-NCC") -> Case:
    return Case.objects.create(
        reference=reference,
        service_code=code,
        version_id=version,
        provider="moj",
        applicant_sub=reference,
        applicant={},
        state=state,
        milestone="started",
        last_hash=b"",
        opened_at=NOW,
        closed_at=NOW if ended else None,
    )


@pytest.mark.django_db
def test_running_cases_are_counted_by_version_and_state() -> None:
    old, new = "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"
    for number, (version, state) in enumerate([(old, "review"), (old, "review"), (old, "draft"), (new, "draft")]):
        _case(f"A-{number}", version, state)
    _case("B-1", old, "done", ended=True)
    _case("B-2", old, "review", code="MOJ-XXX")
    counted = {str(version): states for version, states in cases.running_cases(service_code="MOJ-NCC").items()}
    assert counted == {old: {"review": 2, "draft": 1}, new: {"draft": 1}}
