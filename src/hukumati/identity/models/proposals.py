"""What one official proposes for an account and another decides (requirement 42)."""

import uuid
from typing import ClassVar

from django.db import models

from hukumati.identity.adapters.encrypted_field import EncryptedTextField
from hukumati.identity.domain.proposals import Decision, Deed
from hukumati.identity.models.accounts import Account


class Proposal(models.Model):
    """An act that waits for a second official: `factor` is what an unbinding is about, `gone` what a merging ends.

    `document` is the number of the register's document about a death.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deed = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Deed])
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="proposals")
    gone = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    factor = models.CharField(max_length=60, blank=True)
    document = EncryptedTextField(blank=True)
    reason = EncryptedTextField()
    proposed_by = models.CharField(max_length=40)
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Decision], blank=True)
    decided_by = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True)
    note = EncryptedTextField(blank=True)
    """Why it was declined."""

    class Meta:
        db_table = "identity_proposal"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deed", "account", "factor"],
                condition=models.Q(decided_at=None),
                name="identity_proposal_once_open",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
