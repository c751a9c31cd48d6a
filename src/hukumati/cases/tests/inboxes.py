"""An inbox with many lines: copies of one case that waits for an officer, and officials of several offices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hukumati.cases import api as cases
from hukumati.cases.models import Case, Task
from hukumati.cases.tests.conftest import NOW
from hukumati.core.bilingual import Bilingual
from hukumati.core.references import new_reference
from hukumati.identity import api as identity

NAME = Bilingual(ar="موظفة", en="Official")


@dataclass(frozen=True)
class Line:
    """What distinguishes one line of the inbox from the others."""

    due_at: datetime | None = NOW
    opened_at: datetime = NOW
    escalated_at: datetime | None = None
    queue: str = "single"
    claimed_by: str = ""
    role: str = "officer"
    case: tuple[tuple[str, Any], ...] = ()


def fill_inbox(pattern: Case, lines: Iterable[Line]) -> list[str]:
    """Add a copy of a case with its open task for each line; return their references in the given order."""
    wanted = list(lines)
    columns = {
        field.attname: getattr(pattern, field.attname) for field in Case._meta.concrete_fields if not field.unique
    }
    copies = Case.objects.bulk_create(
        Case(**{**columns, "reference": new_reference("NCC"), "applicant_sub": f"sub-{number}", **dict(line.case)})
        for number, line in enumerate(wanted)
    )
    Task.objects.bulk_create(
        Task(
            case=copy, seq=1, ministry="moj", provider="moj", role=line.role, queue=line.queue,
            claimed_by=line.claimed_by, opened_at=line.opened_at, due_at=line.due_at, escalated_at=line.escalated_at,
        )
        for copy, line in zip(copies, wanted, strict=True)
    )  # fmt: skip
    return [copy.reference for copy in copies]


def hire(number: str, office: str, *roles: str, identified: bool = True) -> cases.Actor:
    """Open the account of an official of the Ministry of Justice, and return them at work."""
    wanted = frozenset(roles or {"officer"})
    id_number = f"70000{number[-4:]}" if identified else None
    account = identity.NewAccount(
        login=number, password="a long passphrase of theirs", name=NAME, phone="+970599000299",
        email=f"{number.lower()}@example.test", born_on=date(1980, 1, 1), id_number=id_number,
        staff=identity.Staff(number, "moj", office, wanted),
    )  # fmt: skip
    identity.create_account(account=account)
    return cases.Actor("officer", number, NAME, provider="moj", office=office, roles=wanted, id_number=id_number)
