from typing import ClassVar

from django.db import models


class Query(models.Model):
    """A query of a register about a person, or a notice to it; written before it is sent, and never changed.

    `notice` is the key under which the register was told something, "" where it was asked.
    """

    id = models.UUIDField(primary_key=True)
    subject = models.CharField(max_length=64)
    contract = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    user = models.CharField(max_length=100)
    purpose = models.CharField(max_length=100)
    issue = models.CharField(max_length=100)
    notice = models.CharField(max_length=100, default="")

    class Meta:
        db_table = "interoperability_query"
        indexes: ClassVar = [models.Index(fields=["subject", "asked_at"], name="interop_query_subject_at")]

    def __str__(self) -> str:
        return f"{self.contract} {self.id}"


class Outcome(models.Model):
    """The outcome of a query. A query without one was sent by a process that ended before it knew."""

    query = models.OneToOneField(Query, on_delete=models.PROTECT, primary_key=True, related_name="outcome")
    kind = models.CharField(max_length=40)
    request_id = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    class Meta:
        db_table = "interoperability_outcome"

    def __str__(self) -> str:
        return f"{self.kind} {self.query_id}"
