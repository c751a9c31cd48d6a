import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("catalogue", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("provider", models.CharField(max_length=64)),
                ("slug", models.CharField(max_length=100)),
                ("state", models.CharField(default="open", max_length=12)),
                ("writers", models.JSONField(default=list)),
                ("created_by", models.CharField(max_length=100)),
                ("created_at", models.DateTimeField()),
                ("changed_by", models.CharField(max_length=100)),
                ("changed_at", models.DateTimeField()),
                ("submitted_by", models.CharField(blank=True, max_length=100)),
                ("submitted_at", models.DateTimeField(null=True)),
                ("remarks", models.TextField(blank=True)),
                ("reviewed_by", models.CharField(blank=True, max_length=100)),
                ("reviewed_at", models.DateTimeField(null=True)),
                (
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="catalogue.service",
                    ),
                ),
                (
                    "base",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.serviceversion",
                    ),
                ),
                (
                    "published",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.serviceversion",
                    ),
                ),
            ],
            options={
                "db_table": "studio_draft",
            },
        ),
        migrations.CreateModel(
            name="DraftFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("revision", models.PositiveIntegerField(default=1)),
                ("changed_by", models.CharField(max_length=100)),
                ("changed_at", models.DateTimeField()),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="studio.draft"
                    ),
                ),
            ],
            options={
                "db_table": "studio_draft_file",
                "constraints": [models.UniqueConstraint(fields=("draft", "path"), name="studio_draft_file_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["open", "in_review", "sent_back"])),
                fields=("slug",),
                name="studio_one_draft_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "in_review", "sent_back", "published", "discarded"])),
                name="studio_draft_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True), ("published__isnull", False), _connector="OR"
                ),
                name="studio_draft_published_as",
            ),
        ),
    ]
