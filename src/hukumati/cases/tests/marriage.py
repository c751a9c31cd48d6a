"""The marriage of `tests/folders/marriage`: applied for by one, agreed to by another, decided by an official."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from hukumati.cases import api as cases
from hukumati.cases.models import Request
from hukumati.cases.tests.conftest import KHALED, LAYLA, NOW, OFFICER, Citizen, do_effects
from hukumati.cases.tests.edge import Edge

FAMILIES = "/r1/PS/GOV/MOI/POPULATION/families/current"
SPOUSE = cases.Party("sub-khaled", KHALED, "substantial")
REGISTRAR = replace(OFFICER, id="MOJ-0002")
WEDDING = (NOW + timedelta(days=60)).date().isoformat()
SESSION = (NOW + timedelta(days=30)).date().isoformat()


def publish_marriage(root: Path, edge: Edge | None = None, changes: Sequence[tuple[str, str, str]] = ()) -> Path:
    """Publish the folder from a copy beside the shared files, changed if told (file, old, new), without scenarios."""
    services: Path = settings.HUKUMATI.services_dir
    target = root / "moj" / "test-marriage"
    shutil.copytree(services / "shared", root / "shared", dirs_exist_ok=True)
    shutil.copytree(services.parent / "tests" / "folders" / "marriage", target)
    for name, old, new in changes:
        path = target / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
    if changes:  # what they play is no longer so
        for scenario in (target / "tests").glob("[!l]*.yaml"):
            scenario.unlink()
    call_command("service_publish", str(target), verbosity=0)
    if edge is not None:
        edge.holds[FAMILIES] = {"marital_status": "single", "members": [], "extracted_at": "2026-11-23T10:00:00+00:00"}
    return target


@dataclass
class Spouse(Citizen):
    """A person who applies for a marriage."""

    id_number: str = LAYLA
    service_code: str = "MOJ-MRG"

    def fill(self, collect: dict[str, str] | None = None, purpose: str = "", spouse: str = KHALED) -> cases.CaseView:
        self.open()
        self.save("about-you", {"phone": "0599000101"})
        self.save("spouse", {"spouse_name": "خالد", "spouse_id": spouse})
        return self.save("wedding", {"wedding_on": WEDDING, "note": "سرّي", "declares": "yes"})

    def asked(self) -> Request:
        """Return the consent that was asked for last."""
        return Request.objects.filter(case__reference=self.reference, name="spouse_consent").latest("id")

    def shown(self, party: cases.Party = SPOUSE) -> cases.ConsentView:
        return cases.open_consent(reference=self.reference, request_id=self.asked().id, party=party, now=self.now)

    def agreed(self, party: cases.Party = SPOUSE, digest: str = "") -> None:
        """Let the other spouse agree to what they are shown."""
        seen, number = digest or self.shown(party).digest, self.asked().id
        cases.agree(reference=self.reference, request_id=number, party=party, digest=seen, now=self.now)
        do_effects()

    def declined(self, party: cases.Party = SPOUSE, said: str = "") -> None:
        number = self.asked().id
        cases.decline(reference=self.reference, request_id=number, party=party, said=said, now=self.now)
        do_effects()

    def take(self, action: str, reason: str = "", filled: dict[str, Any] | None = None) -> cases.OfficerView:
        """Let the registrar act on what they see now."""
        seen = cases.open_for_officer(reference=self.reference, officer=REGISTRAR, now=self.now).case.last_seq
        return cases.decide(
            reference=self.reference, officer=REGISTRAR, action=action, reason=reason, filled=filled, seen_seq=seen,
            now=self.now,
        )  # fmt: skip
