"""Who may act for whom: persons, also without an account, organisations, and the mandates between them."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hukumati.identity.adapters.encrypted_field import EncryptedTextField
from hukumati.identity.domain.mandates import Kind, Source, State
from hukumati.identity.models.digests import DIGEST_BYTES


class Person(models.Model):
    """Somebody who represents or is represented; children have no account. Found by the keyed digest of the ID number.

    The digest is that of the login, and the id that of the account where there is one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.BinaryField(max_length=DIGEST_BYTES, unique=True)
    id_number = EncryptedTextField()
    name_ar = EncryptedTextField(blank=True)
    name_en = EncryptedTextField(blank=True)
    born_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "identity_person"

    def __str__(self) -> str:
        return str(self.id)


class Organisation(models.Model):
    """A company or association, by its number in the companies register; it has no password of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    registration_number = models.CharField(max_length=20, unique=True)
    name_ar = models.TextField()
    name_en = models.TextField()
    legal_form = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "identity_organisation"

    def __str__(self) -> str:
        return self.registration_number


class Mandate(models.Model):
    """One may act for another: why, how far, from when until when, and who vouches for it.

    `called` is the name by which whoever gave it knows the representative, whose own name shows once it is accepted.
    `evidence` names the paper or the register's entry. `proposed_by` and `decided_by` are actors of the audit trail.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Kind])
    state = models.CharField(max_length=10, choices=[(each.value, each.value) for each in State])
    source = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Source])
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="given")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="given")
    representative = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="held")
    called = EncryptedTextField(blank=True)
    services = ArrayField(models.CharField(max_length=20), default=list)
    deeds = ArrayField(models.CharField(max_length=10), default=list)
    limit_minor = models.BigIntegerField(null=True)
    signatures_needed = models.PositiveSmallIntegerField(default=1)
    evidence = EncryptedTextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=100)
    entered_by_body = models.CharField(max_length=40, blank=True, default="", db_default="")
    """The government body whose official entered it from a paper; "" for all others."""
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.CharField(max_length=100, blank=True)
    checked_at = models.DateTimeField(null=True)
    """When its register was last to be asked again, for one on a register's word."""
    over_at = models.DateTimeField(null=True)
    over_by = models.CharField(max_length=100, blank=True)

    class Meta:
        db_table = "identity_mandate"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(person=None) ^ models.Q(organisation=None), name="identity_mandate_one_represented"
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("representative")) | models.Q(person=None),
                name="identity_mandate_of_another",
            ),
            models.UniqueConstraint(
                fields=["kind", "person", "organisation", "representative"],
                condition=models.Q(source="register", state="active"),
                nulls_distinct=False,
                name="identity_mandate_once_by_register",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["representative", "state"], name="identity_mandates_held"),
            models.Index(fields=["person", "state"], name="identity_mandates_given"),
        ]

    def __str__(self) -> str:
        return str(self.id)
