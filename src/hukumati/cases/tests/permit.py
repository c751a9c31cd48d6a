"""A building permit, whose officials fill in sheets: `tests/folders/building-permit`, applied for and worked on."""

import shutil
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from hukumati.cases import api as cases
from hukumati.cases.tests.conftest import NOW, OFFICER, Citizen, Pay, do_effects
from hukumati.cases.tests.files import pdf, picture

INSPECTOR = replace(OFFICER, id="PLA-0007", provider="pla", roles=frozenset({"inspector"}))
DECIDER = replace(OFFICER, id="PLA-0001", provider="pla")
SECOND = replace(DECIDER, id="PLA-0002")
INSPECTED = {
    "inspected_area": "240", "site_checks": ["borders", "access", "ground"], "near_road": "yes", "setback": "3",
}  # fmt: skip
CONDITIONS = "يُترك ارتداد ثلاثة أمتار عن الطريق."
PERMIT = {
    "conditions": CONDITIONS,
    "build_by": (NOW + timedelta(days=700)).date().isoformat(),
    "surcharge": "40",
    "guarantee": "500",
}


def publish_permit(root: Path) -> Path:
    """Publish the folder from a copy beside the shared files; give its path."""
    services: Path = settings.HUKUMATI.services_dir
    target = root / "pla" / "building-permit"
    shutil.copytree(services / "shared", root / "shared")
    shutil.copytree(services.parent / "tests" / "folders" / "building-permit", target)
    call_command("service_publish", str(target), verbosity=0)
    return target


@dataclass
class Builder(Citizen):
    """A person who applies for a building permit."""

    service_code: str = "PLA-BLD"

    def fill(self, collect: dict[str, str] | None = None, purpose: str = "home") -> cases.CaseView:
        self.open()
        self.save("about-you", {"phone": "0599000101"})
        cases.keep_upload(
            reference=self.reference, sub=self.sub, question="plans", name="plans.pdf", content=pdf(), now=self.now
        )
        return self.save(
            "building", {"holding": "300010-12-305", "purpose": purpose, "floors": "2", "site_office": "PLA-RAM"}
        )

    def at_inspection(self, pay: Pay) -> None:
        """Apply and pay, so that the inspector finds the case."""
        self.fill()
        self.submit()
        pay(self.reference)
        do_effects()

    def take(
        self, action: str, officer: cases.Actor, filled: dict[str, Any] | None = None, reason: str = ""
    ) -> cases.OfficerView:
        """Let an official act on what they see now."""
        seen = cases.open_for_officer(reference=self.reference, officer=officer, now=self.now).case.last_seq
        return cases.decide(
            reference=self.reference, officer=officer, action=action, reason=reason, filled=filled, seen_seq=seen,
            now=self.now,
        )  # fmt: skip

    def inspect(self) -> None:
        """Let the inspector attach a photo and fill the sheet in."""
        self.attach(picture())
        self.take("inspected", INSPECTOR, INSPECTED)

    def granted(self) -> None:
        """Let the permit be granted by two officials, so that its own fee is due."""
        self.inspect()
        self.take("approve", DECIDER, PERMIT)
        seen = cases.open_for_officer(reference=self.reference, officer=SECOND, now=self.now).case.last_seq
        cases.confirm(reference=self.reference, officer=SECOND, seen_seq=seen, now=self.now)
        do_effects()

    def attach(self, content: bytes, officer: cases.Actor = INSPECTOR, question: str = "photos") -> cases.UploadView:
        return cases.keep_sheet_file(
            reference=self.reference, officer=officer, question=question, name="site.jpg", content=content, now=self.now
        )
