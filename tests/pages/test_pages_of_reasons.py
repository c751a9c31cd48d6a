"""Who reads the reason that an official gives: it is told before it is written, and holds afterwards."""

from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from hukumati.cases import api as cases
from hukumati.cases.engine.outcomes import gave_reason, tells_reason
from hukumati.catalogue.tests.samples import definition_in
from hukumati.service_language.api import Definition
from hukumati.web.workplace.case_review import DecisionForm

WHO_READS = (("reject", True), ("back_to_officer", False))
SERVICES = settings.HUKUMATI.services_dir


def definition(folder: str) -> Definition:
    path: Path = SERVICES / folder
    return definition_in(path)


@pytest.mark.parametrize(
    ("folder", "target", "told"),
    [
        ("moi/passport", "refused", True),
        ("moi/passport", "waiting_citizen", True),
        ("moi/passport", "not_answered", True),
        ("moi/passport", "review", False),
        ("mof/property-tax", "given_back", True),
        ("mot/driver-licence-renewal", "held", False),
        ("moi/birth-certificate", "uncorrected", True),
    ],
)
def test_a_reason_is_told_where_the_case_ends_or_the_applicant_is_asked(folder: str, target: str, told: bool) -> None:
    assert tells_reason(definition(folder), [target]) is told


@pytest.mark.parametrize(
    ("folder", "state", "action", "given"),
    [
        ("mof/property-tax", "given_back", "give_back", True),
        ("moi/passport", "not_answered", "close_unanswered", True),
        ("moi/birth-certificate", "uncorrected", "leave_as_it_is", True),
        ("moi/passport", "withdrawn", "withdraw", False),
        ("moi/passport", "withdrawn_paid", "timed_out", False),
        ("moi/passport", "done", "handed_over", False),
    ],
)
def test_an_end_has_a_reason_where_an_official_gave_one(folder: str, state: str, action: str, given: bool) -> None:
    flow = definition(folder)
    assert gave_reason(flow, flow.flow.states[state], action) is given


def test_an_official_reads_who_will_read_the_reason() -> None:
    approve = cases.ActionView("approve", None)
    reject, back = (cases.ActionView(name, None, ("reason",), tells_reason=told) for name, told in WHO_READS)

    def hint(*choices: cases.ActionView) -> str:
        form = DecisionForm(choices, None, seen=1)
        return str(form.fields["reason"].help_text)

    with translation.override("en"):
        assert hint(reject) == "The applicant will read this."
        assert hint(back) == "Your colleagues will read this. The applicant will not."
        assert hint(approve, reject) == "Required for: Refuse. The applicant will read this."
        assert hint(approve, back).endswith("Your colleagues will read this. The applicant will not.")
        assert hint(reject, back).endswith("The applicant reads it only with: Refuse.")
