"""Tables of drafts and their files. Rules are in `drafts`, constraints here."""

from django.db import models


class Draft(models.Model):
    """A service folder being written, from a version or anew; published by a second person."""

    id = models.UUIDField(primary_key=True)
    provider = models.CharField(max_length=64)
    slug = models.CharField(max_length=100)
    service = models.ForeignKey("catalogue.Service", on_delete=models.PROTECT, related_name="drafts", null=True)
    base = models.ForeignKey("catalogue.ServiceVersion", on_delete=models.PROTECT, related_name="+", null=True)
    state = models.CharField(max_length=12, default="open")
    writers = models.JSONField(default=list)  # staff numbers of all who changed anything
    created_by = models.CharField(max_length=100)
    created_at = models.DateTimeField()
    changed_by = models.CharField(max_length=100)
    changed_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=100, blank=True)
    submitted_at = models.DateTimeField(null=True)
    remarks = models.TextField(blank=True)
    reviewed_by = models.CharField(max_length=100, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    published = models.ForeignKey("catalogue.ServiceVersion", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        db_table = "studio_draft"
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                condition=models.Q(state__in=["open", "in_review", "sent_back"]),
                name="studio_one_draft_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "in_review", "sent_back", "published", "discarded"]),
                name="studio_draft_state",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="published") | models.Q(published__isnull=False),
                name="studio_draft_published_as",
            ),
        ]

    def __str__(self) -> str:
        return f"draft of {self.slug}"


class DraftFile(models.Model):
    """One file of a draft; `revision` grows with every change."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=200)
    text = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.CharField(max_length=100)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "studio_draft_file"
        constraints = [models.UniqueConstraint(fields=["draft", "path"], name="studio_draft_file_once")]

    def __str__(self) -> str:
        return self.path
