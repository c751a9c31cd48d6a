"""Revoking a document: it stays as it is, and is no longer valid."""

from django.db import transaction

from hukumati.core.audit import record
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now
from hukumati.documents.errors import NoSuchDocument
from hukumati.documents.models import SealedDocument


@transaction.atomic
def revoke(*, serial: str, reason: Bilingual, actor: str) -> SealedDocument:
    """Revoke once; a second time changes nothing, not even the reason. Raises NoSuchDocument."""
    rows = SealedDocument.objects.select_related("allocation").select_for_update(of=("self",))
    row = rows.filter(allocation__serial=serial).first()
    if row is None:
        raise NoSuchDocument("there is no such document")
    if row.revoked_at is None:
        row.revoked_at = now()
        row.revocation_reason_ar, row.revocation_reason_en = reason.ar, reason.en
        row.save(update_fields=["revoked_at", "revocation_reason_ar", "revocation_reason_en"])
        details = {"reason_ar": reason.ar, "reason_en": reason.en}
        record(subject=f"document:{serial}", actor=actor, action="document.revoked", details=details)
    return row
