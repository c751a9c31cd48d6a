"""One application at a time for the same thing: what `once.per` of a service names."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from hukumati.cases import api as cases
from hukumati.cases.tests.conftest import LAYLA, Citizen
from hukumati.cases.tests.edge import Edge


@pytest.fixture
def layla(transactional_db: None, data_folder: Path, edge: Edge, tmp_path: Path) -> Citizen:
    """She may have five applications under way, each for another purpose."""
    services: Path = settings.HUKUMATI.services_dir
    shutil.copytree(services / "shared", tmp_path / "shared")
    folder = tmp_path / "moj" / "non-conviction-certificate"
    shutil.copytree(services / "moj" / "non-conviction-certificate", folder)
    service = (folder / "service.yaml").read_text("utf-8")
    assert "once: {open_at_most: 1," in service
    changed = service.replace("once: {open_at_most: 1,", "once: {open_at_most: 5, per: purpose,")
    (folder / "service.yaml").write_text(changed, "utf-8")
    call_command("service_publish", str(folder), verbosity=0)
    return Citizen(LAYLA)


def test_a_second_application_for_the_same_is_refused_before_money_moves(layla: Citizen) -> None:
    layla.fill(purpose="travel")
    first = layla.submit()
    layla.fill(purpose="travel")
    with pytest.raises(cases.NotEligible) as refused:
        layla.submit()
    reason: Any = refused.value.reason
    assert first.reference in reason.ar
    assert first.reference in reason.en
    assert layla.look().is_draft


def test_an_application_for_something_else_goes_on(layla: Citizen) -> None:
    layla.fill(purpose="travel")
    layla.submit()
    layla.fill(purpose="study")
    assert layla.submit().state == "to_pay"


def test_what_has_ended_stands_in_nobodys_way(layla: Citizen) -> None:
    layla.fill(purpose="travel")
    layla.submit()
    cases.withdraw(reference=layla.reference, sub=layla.sub, now=layla.now)
    layla.fill(purpose="travel")
    assert layla.submit().state == "to_pay"
