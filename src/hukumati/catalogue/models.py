"""Published services: the words they are found by, and every version, never changed."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Service(models.Model):
    """A service of the catalogue; what it is stands in its current version."""

    code = models.CharField(max_length=20, unique=True)
    slug = models.CharField(max_length=100, unique=True)
    identifier = models.CharField(max_length=100, unique=True)
    provider = models.CharField(max_length=64)
    status = models.CharField(max_length=20)
    current = models.ForeignKey("ServiceVersion", on_delete=models.PROTECT, related_name="+", null=True)
    words = models.TextField()  # name and keywords folded, searched with misspellings
    index = SearchVectorField(null=True)

    class Meta:
        db_table = "catalogue_service"
        indexes = [
            GinIndex(fields=["index"], name="catalogue_service_index"),
            GinIndex(fields=["words"], name="catalogue_service_words", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.code


class ServiceVersion(models.Model):
    """One published version; a trigger refuses every change."""

    id = models.UUIDField(primary_key=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    compiled = models.TextField()  # JSON as text: jsonb would forget the order of states and actions
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=100)

    class Meta:
        db_table = "catalogue_service_version"
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="catalogue_version_numbered"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="catalogue_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} version {self.number}"


class VersionSource(models.Model):
    """The files a version was compiled from, without the shared ones; a trigger refuses every change."""

    version = models.OneToOneField(ServiceVersion, on_delete=models.PROTECT, primary_key=True, related_name="source")
    files = models.TextField()  # JSON: path → text
    digest = models.CharField(max_length=64)  # over these files alone

    class Meta:
        db_table = "catalogue_version_source"

    def __str__(self) -> str:
        return f"source of {self.version_id}"
