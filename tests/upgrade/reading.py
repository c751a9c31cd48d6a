"""Run as a program: read everything that a data folder holds of some cases, through the doors, and print it as JSON.

A kept release is read by the code that made it, and years later by the code of the day: what the two say must be the
same. So only facts are read that no version may change: who owns which case, where it stands, what was billed, paid
and posted, which papers were issued with which digest, what was done and by which action, asked for and handed in.
"""

import hashlib
import json
import sys
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from hukumati.cases.api import CaseView


def main(references: list[str]) -> None:
    """Print the facts of each case, by its reference."""
    import django

    django.setup()
    print(json.dumps({reference: facts(reference) for reference in references}, indent=1, sort_keys=True))


def facts(reference: str) -> dict[str, Any]:
    """Return what no version may change about a case: strings, numbers and lists."""
    from hukumati.cases import api as cases
    from hukumati.cases.models import Case
    from hukumati.documents import api as documents

    sub = Case.objects.values_list("applicant_sub", flat=True).get(reference=reference)
    view = cases.get_case(reference=reference, sub=sub)
    requests = cases.list_requests(reference=reference, sub=sub)
    issued = documents.list_documents(owner=sub, case_reference=reference)
    return {
        "state": view.state,
        "milestone": view.milestone,
        "answers": sorted(view.answers),
        "bills": [_bill(bill) for bill in cases.list_bills(reference=reference, sub=sub)],
        "requests": [[each.name, each.kind, each.state, bool(each.appointment)] for each in requests],
        "files": _files(view, sub, [f"request:{each.id}" for each in requests]),
        "documents": [
            {"serial": each.serial, "sha256": each.sha256, "state": each.state, "bytes": _bytes(each.serial, sub)}
            for each in issued
        ],
    }


def _files(view: "CaseView", sub: str, requests: list[str]) -> list[list[str]]:
    from hukumati.cases import api as cases

    def digest(upload: UUID) -> str:
        kept = cases.read_upload(reference=view.reference, sub=sub, upload_id=upload)
        return hashlib.sha256(kept.content).hexdigest()

    return [
        [question, each.name, each.sha256, digest(each.id)]
        for question in [*sorted(view.answers), *requests]
        for each in cases.list_uploads(reference=view.reference, sub=sub, question=question)
    ]


def _bill(bill_id: UUID) -> dict[str, Any]:
    from hukumati.payments import api as payments

    bill = payments.get_bill(bill_id=bill_id)
    taken = payments.list_payments(bill_id=bill_id)
    return {
        "total": str(bill.total),
        "paid": str(bill.paid),
        "ordered_back": str(bill.refunded),
        "status": bill.status,
        "payments": [[each.channel, str(each.amount), each.status, each.receipt_number] for each in taken],
    }


def _bytes(serial: str, sub: str) -> int:
    from hukumati.documents import api as documents

    return len(documents.read_pdf(serial=serial, owner=sub))


if __name__ == "__main__":
    main(sys.argv[1:])
