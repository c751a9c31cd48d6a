from typing import ClassVar

from django.db import models
from django.db.models import Q, UniqueConstraint


class SerialCounter(models.Model):
    """The last serial number given out for a prefix in a year; its row lock makes the numbers gapless."""

    prefix = models.CharField(max_length=5)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "document_counter"
        constraints: ClassVar = [UniqueConstraint(fields=["prefix", "year"], name="document_counter_one")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}"


class SerialAllocation(models.Model):
    """A serial number and code given to one request to issue, for ever. Every number up to the last has its row."""

    key = models.CharField(max_length=200, unique=True)
    prefix = models.CharField(max_length=5)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    serial = models.CharField(max_length=20, unique=True)
    code_encrypted = models.CharField(max_length=200)
    allocated_at = models.DateTimeField()

    class Meta:
        db_table = "document_allocation"
        constraints: ClassVar = [
            UniqueConstraint(fields=["prefix", "year", "number"], name="document_allocation_numbered"),
            models.CheckConstraint(condition=Q(number__gte=1), name="document_allocation_from_one"),
        ]

    def __str__(self) -> str:
        return self.serial


class SealedDocument(models.Model):
    """A document as it was sealed. Only its revocation may be added, once."""

    allocation = models.OneToOneField(
        SerialAllocation, on_delete=models.PROTECT, primary_key=True, related_name="document"
    )
    kind = models.CharField(max_length=100)
    title_ar = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    issuer_ar = models.CharField(max_length=200)
    issuer_en = models.CharField(max_length=200)
    seal = models.CharField(max_length=100)
    key_id = models.CharField(max_length=32)
    owner = models.CharField(max_length=100, db_index=True)
    case_reference = models.CharField(max_length=30, db_index=True)
    issued_on = models.DateField()
    valid_until = models.DateField(null=True)
    binding = models.BinaryField(max_length=16)
    particulars = models.JSONField()
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    storage_key = models.CharField(max_length=100)
    sealed_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revocation_reason_ar = models.TextField(default="")
    revocation_reason_en = models.TextField(default="")

    class Meta:
        db_table = "document"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("issued_on")), name="document_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return self.sha256
