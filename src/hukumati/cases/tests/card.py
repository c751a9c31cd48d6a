"""A made-up service that uses what the real ones do not all use: `tests/folders/card`, applied for and worked on."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from hukumati.cases import api as cases
from hukumati.cases.tests.conftest import OFFICER, Citizen

HOME = {
    "collect_method": "home",
    "collect_home_governorate": "PS-RBH",
    "collect_home_locality": "رام الله",
    "collect_home_street": "شارع الإرسال ٥",
    "collect_home_postcode": "P8401234",
}
COUNTER = {"collect_method": "office", "collect_office": "MOJ-RAM"}
SECOND = replace(OFFICER, id="MOJ-0003")
PRODUCER = replace(OFFICER, id="MOJ-0007", roles=frozenset({"producer"}))
MAKER = replace(OFFICER, id="MOJ-0008", roles=frozenset({"producer", "supervisor"}))
CLERK = replace(OFFICER, kind="clerk", id="MOJ-0002", office="MOJ-RAM", roles=frozenset({"clerk"}))
COURIER = replace(CLERK, id="POST-0001", provider="post", office="RAM-01")


def publish_card(root: Path, *, more: str = "", today: str = "2026-11-23") -> Path:
    """Publish the folder from a copy beside the shared files; give its path.

    `more` is added to service.yaml, `today` is the day of its scenarios.
    """
    services: Path = settings.HUKUMATI.services_dir
    shutil.copytree(services / "shared", root / "shared")
    providers = root / "shared" / "providers.yaml"  # the made-up card is produced at a ministry that produces none
    providers.write_text(providers.read_text("utf-8").replace("supervisor]", "supervisor, producer]", 1), "utf-8")
    target = root / "moj" / "test-card"
    shutil.copytree(services.parent / "tests" / "folders" / "card", target)
    for scenario in (target / "tests").glob("*.yaml"):
        scenario.write_text(scenario.read_text("utf-8").replace("2026-11-23", today), "utf-8")
    with (target / "service.yaml").open("a", encoding="utf-8") as service:
        service.write(more)
    call_command("service_publish", str(target), verbosity=0)
    return target


@dataclass
class CardHolder(Citizen):
    """A person who applies for the made-up card."""

    service_code: str = "MOJ-CRD"

    def fill(self, collect: dict[str, str] | None = None, report: str = "") -> cases.CaseView:
        self.open()
        return self.save("card", {"report": report, **(collect or COUNTER)})


def take(person: Citizen, action: str, officer: cases.Actor = OFFICER, reason: str = "") -> cases.OfficerView:
    """Let an official act on what they see now."""
    seen = cases.open_for_officer(reference=person.reference, officer=officer, now=person.now)
    return cases.decide(
        reference=person.reference, officer=officer, action=action, reason=reason,
        seen_seq=seen.case.last_seq, now=person.now,
    )  # fmt: skip


def confirm(person: Citizen, officer: cases.Actor = SECOND) -> cases.OfficerView:
    """Let a second official confirm what was proposed."""
    seen = cases.open_for_officer(reference=person.reference, officer=officer, now=person.now)
    return cases.confirm(reference=person.reference, officer=officer, seen_seq=seen.case.last_seq, now=person.now)


def loss(number: str, *, found: bool = True) -> Any:
    """What the police answer about a report of loss."""
    report = {
        "number": number, "reported_on": "2026-11-01", "item": "id_card",
        "station": {"ar": "مركز رام الله", "en": "Ramallah station"},
    }  # fmt: skip
    return {"found": found, "report": report if found else None}
