"""The ledger of a person: sign-ins, what sites received, uses of mandates and looks of officials.

It is the person's chain of the audit trail (`core.audit`): append-only, chained by hash, anchored, checked by
`hukumati verify`. Details name clients, scopes, mandates and cases, never what was read.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from hukumati.core import audit
from hukumati.core.paging import Page
from hukumati.core.transactions import joined_transaction
from hukumati.identity.models import Account, Grant, Mandate
from hukumati.identity.use_cases.accounts import audit_subject
from hukumati.identity.use_cases.persons import ledger_subject, represented_by

SAME_LOOK: Final = timedelta(minutes=15)
"""How long an official who goes on reading the same is not noted again."""
LOOKS: Final = ("identity.looked",)
ACTS: Final = (
    "identity.account_looked_at", "identity.seen_in_person", "identity.account_verified",
    "identity.verification_refused", "identity.recovery_code_handed_over", "identity.binding_code_handed_over",
    "identity.account_locked", "identity.account_unlocked", "identity.signed_out_everywhere",
    "identity.act_proposed", "identity.act_declined",
    "identity.factor_unbound", "identity.accounts_merged", "identity.account_retired", "identity.holder_died",
    "identity.account_reopened", "identity.signal_settled", "identity.letter_printed", "identity.letter_posted",
)  # fmt: skip
"""What officials do to an account."""
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "sign_ins": ("identity.signed_in", "identity.signed_out"),
    "sites": (
        "identity.data_released", "identity.consent_given", "identity.consent_withdrawn",
        "identity.backchannel_approved", "identity.backchannel_refused",
    ),
    "officials": (*LOOKS, *ACTS, "case.read", "case.file_read", "case.consent_read"),
    "registers": ("register.asked", "register.told", "register.not_agreed", "enquiry.made"),
    "mandates": (
        "identity.mandate_proposed", "identity.mandate_accepted", "identity.mandate_revoked",
        "identity.mandate_ended", "identity.mandate_expired", "identity.mandate_used",
    ),
}  # fmt: skip
"""What the citizen reads of the chain, by kind."""
SHOWN: Final = tuple(action for actions in KINDS.values() for action in actions)


def record_for_both(mandate: Mandate, *, actor: str, action: str, **details: object) -> None:
    """Write a line about a mandate into the ledgers of both sides, in the caller's transaction."""
    line = {"mandate": str(mandate.id), "kind": mandate.kind, **details}
    # always in the same order, so that two transactions never wait for one another
    for subject in sorted({ledger_subject(represented_by(mandate)), ledger_subject(mandate.representative)}):
        audit.record(subject=subject, actor=actor, action=action, details=line)


def record_release(grant: Grant, *, claims: Sequence[str], subject: str, now: datetime) -> None:
    """Record, once for each grant, which claims its client received about whom, by which law or consent."""
    client = grant.client
    with joined_transaction():
        if Grant.objects.filter(id=grant.id, released_at=None).update(released_at=now) == 0:
            return
        audit.record(
            subject=subject,
            actor=f"client:{client.client_id}",
            action="identity.data_released",
            details={
                "client": client.client_id,
                "scopes": list(grant.scopes),
                "claims": sorted(claims),
                "basis": "consent" if client.needs_consent else "law",
                "law": client.legal_basis,
                "mandates": (grant.acting or {}).get("mandates", []),
            },
        )


def record_look(*, id_number: str, official: str, provider: str, purpose: str, case: str, now: datetime) -> None:
    """Record that an official read a person's data; who goes on reading the same is noted once in fifteen minutes."""
    subject = f"person:{id_number}"
    details = {"provider": provider, "purpose": purpose, "case": case}
    with joined_transaction():
        recent = audit.page_entries(subject=subject, actions=LOOKS).lines
        actor = f"staff:{official}"
        if any(now - each.at < SAME_LOOK and (each.actor, each.details) == (actor, details) for each in recent):
            return
        audit.record(subject=subject, actor=actor, action="identity.looked", details=details)


def list_ledger(account: Account, *, kind: str = "", after: str = "", before: str = "") -> Page[audit.Entry]:
    """Return a page of an account's ledger, the newest first, of one kind or of all."""
    return audit.page_entries(
        subject=audit_subject(account), actions=KINDS.get(kind, SHOWN), after=after, before=before
    )


def list_uses(mandate: Mandate, *, after: str = "", before: str = "") -> Page[audit.Entry]:
    """Return a page of what was done by a mandate, the newest first."""
    subject = ledger_subject(represented_by(mandate))
    return audit.page_entries(
        subject=subject, actions=KINDS["mandates"], about={"mandate": str(mandate.id)}, after=after, before=before
    )
