import uuid

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Holiday",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("ar", models.CharField(max_length=120)),
                ("en", models.CharField(max_length=120)),
                ("source", models.CharField(max_length=20)),
            ],
            options={
                "db_table": "cases_holiday",
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("service_code", models.CharField(max_length=20)),
                ("version_id", models.UUIDField()),
                ("provider", models.CharField(max_length=20)),
                ("applicant_sub", models.CharField(max_length=255)),
                ("applicant", models.JSONField()),
                ("state", models.CharField(max_length=40)),
                ("entered_by", models.CharField(blank=True, max_length=40)),
                ("milestone", models.CharField(max_length=20)),
                ("reached", models.JSONField(default=dict)),
                ("last_seq", models.PositiveIntegerField(default=0)),
                ("last_hash", models.BinaryField(max_length=32)),
                ("answers", models.JSONField(default=dict)),
                ("registers", models.JSONField(default=dict)),
                ("pages", models.JSONField(default=list)),
                ("documents", models.JSONField(default=list)),
                ("declared", models.JSONField(default=dict)),
                ("queued", models.JSONField(default=dict)),
                ("reason", models.TextField(null=True)),
                ("requests", models.JSONField(default=dict)),
                ("proposal", models.JSONField(null=True)),
                ("prefill", models.CharField(default="none", max_length=12)),
                ("prefilled_at", models.DateTimeField(null=True)),
                ("bill_id", models.UUIDField(null=True, unique=True)),
                ("single_open", models.BooleanField(default=False)),
                ("due_at", models.DateTimeField(null=True)),
                ("clock_left", models.DurationField(null=True)),
                ("clock_from", models.DateTimeField(null=True)),
                ("late_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=40)),
                ("draft_expires_at", models.DateTimeField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "cases_case",
                "indexes": [
                    models.Index(fields=["applicant_sub", "-opened_at"], name="cases_of_applicant"),
                    models.Index(fields=["provider", "state", "due_at"], name="cases_by_provider"),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["service_code", "version_id", "state"],
                        name="cases_running",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("closed_at__isnull", True), ("due_at__isnull", False), ("late_at__isnull", True)
                        ),
                        fields=["due_at"],
                        name="cases_promises",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True), ("single_open", True)),
                        fields=("service_code", "applicant_sub"),
                        name="cases_single_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("submitted_at__isnull", False), ("bill_id__isnull", True), _connector="OR"),
                        name="cases_bill_after_submission",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LockedCase",
            fields=[],
            options={"proxy": True, "indexes": [], "constraints": []},
            bases=("cases.case",),
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "case", "seq", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seq", models.PositiveIntegerField()),
                ("action", models.CharField(max_length=40)),
                ("from_state", models.CharField(blank=True, max_length=40)),
                ("to_state", models.CharField(max_length=40)),
                ("actor", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                ("payload_digest", models.BinaryField(max_length=32)),
                ("prev_hash", models.BinaryField(max_length=32)),
                ("hash", models.BinaryField(max_length=32)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "db_table": "cases_event",
            },
        ),
        migrations.CreateModel(
            name="EventPayload",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "case", "seq", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seq", models.PositiveIntegerField()),
                ("salt", models.BinaryField(max_length=16)),
                ("payload", models.JSONField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payloads",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "db_table": "cases_event_payload",
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("seq", models.PositiveIntegerField()),
                ("method", models.CharField(max_length=20)),
                ("place", models.CharField(blank=True, max_length=40)),
                ("state", models.CharField(max_length=20)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("locked_until", models.DateTimeField(null=True)),
                ("document_shown", models.CharField(blank=True, max_length=40)),
                ("handed_by", models.CharField(blank=True, max_length=60)),
                ("provider", models.CharField(blank=True, max_length=20)),
                ("number", models.CharField(max_length=13, null=True, unique=True)),
                ("address", models.JSONField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("opened_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handovers", to="cases.case"
                    ),
                ),
            ],
            options={
                "db_table": "cases_handover",
            },
        ),
        migrations.CreateModel(
            name="ItemNumber",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "handover",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="item_number", to="cases.handover"
                    ),
                ),
            ],
            options={
                "db_table": "cases_item_number",
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.PositiveIntegerField()),
                ("kind", models.CharField(default="question", max_length=20)),
                ("name", models.CharField(blank=True, max_length=40)),
                ("provider", models.CharField(blank=True, max_length=20)),
                ("role", models.CharField(blank=True, max_length=40)),
                ("party", models.CharField(blank=True, max_length=64)),
                ("question", models.TextField()),
                ("answer", models.TextField(blank=True)),
                ("state", models.CharField(default="open", max_length=10)),
                ("outcome", models.CharField(blank=True, max_length=40)),
                ("details", models.JSONField(default=dict)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(blank=True, max_length=300)),
                ("due_at", models.DateTimeField(null=True)),
                ("closes_at", models.DateTimeField(null=True)),
                ("remind_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", models.CharField(blank=True, max_length=300)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="asked", to="cases.case"
                    ),
                ),
            ],
            options={
                "db_table": "cases_request",
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("calendar", models.CharField(max_length=64)),
                ("place", models.CharField(max_length=20)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("seat", models.PositiveSmallIntegerField()),
                ("state", models.CharField(default="booked", max_length=10)),
                ("booked_at", models.DateTimeField()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appointments", to="cases.request"
                    ),
                ),
            ],
            options={
                "db_table": "cases_appointment",
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.PositiveIntegerField()),
                ("ministry", models.CharField(max_length=20)),
                ("provider", models.CharField(max_length=20)),
                ("role", models.CharField(max_length=40)),
                ("queue", models.CharField(blank=True, max_length=40)),
                ("claimed_by", models.CharField(blank=True, max_length=60)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("escalated_at", models.DateTimeField(null=True)),
                ("released_from", models.CharField(blank=True, max_length=60)),
                ("assigned_by", models.CharField(blank=True, max_length=60)),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="cases.case"
                    ),
                ),
            ],
            options={
                "db_table": "cases_task",
            },
        ),
        migrations.CreateModel(
            name="Timer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.PositiveIntegerField()),
                ("action", models.CharField(max_length=20)),
                ("to_state", models.CharField(max_length=40)),
                ("due_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="timers", to="cases.case"
                    ),
                ),
            ],
            options={
                "db_table": "cases_timer",
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("question", models.CharField(max_length=80)),
                ("name", models.CharField(max_length=120)),
                ("media", models.CharField(max_length=40)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("kept_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uploads", to="cases.case"
                    ),
                ),
            ],
            options={
                "db_table": "cases_upload",
            },
        ),
        migrations.CreateModel(
            name="Effect",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=80)),
                ("position", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("argument", models.CharField(blank=True, max_length=60)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=60)),
                ("next_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("notice", models.JSONField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="effects",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "db_table": "cases_effect",
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)), fields=["next_at"], name="cases_effects_due"
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("case", "seq", "name"), name="cases_effect_once")],
            },
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(
                condition=models.Q(("place", ""), _negated=True), fields=["place", "updated_at"], name="cases_desk"
            ),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(
                condition=models.Q(("method", "home")), fields=["provider", "updated_at"], name="cases_to_send"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(fields=("case", "seq"), name="cases_handover_once"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True), models.Q(("role", ""), _negated=True)),
                fields=["provider", "role", "due_at"],
                name="cases_requests_inbox",
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True), ("closes_at__isnull", False)),
                fields=["closes_at"],
                name="cases_requests_due",
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True), ("remind_at__isnull", False)),
                fields=["remind_at"],
                name="cases_requests_remind",
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True), models.Q(("party", ""), _negated=True)),
                fields=["party"],
                name="cases_requests_of_party",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(fields=("case", "seq", "name"), name="cases_request_once"),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True), models.Q(("name", ""), _negated=True)),
                fields=("case", "name"),
                name="cases_request_one_open",
            ),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(fields=["place", "starts_at"], name="cases_appointments_of_day"),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("calendar", "place", "starts_at", "seat"),
                name="cases_appointment_seat",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "booked")), fields=("request",), name="cases_appointment_one"
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                models.F("provider"),
                models.ExpressionWrapper(models.Q(("escalated_at__isnull", True)), output_field=models.BooleanField()),
                models.Func(
                    models.F("due_at"),
                    output_field=models.DateTimeField(),
                    template="COALESCE(%(expressions)s, timestamptz '9999-01-01 00:00:00+00')",
                ),
                models.F("opened_at"),
                models.F("id"),
                condition=models.Q(("closed_at__isnull", True)),
                name="cases_inbox",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)), fields=["ministry"], name="cases_supervised"
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("released_from", ""), _negated=True),
                fields=["released_from", "claimed_at"],
                name="cases_task_lost",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)), fields=("case",), name="cases_one_open_task"
            ),
        ),
        migrations.AddIndex(
            model_name="timer",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True)), fields=["due_at"], name="cases_timers_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__gt", 0), ("size__lte", 5242880)), name="cases_upload_size"
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.UniqueConstraint(fields=("case", "number"), name="cases_upload_once"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="cases_event_at"),
        ),
        migrations.RunSQL(
            "CREATE TRIGGER cases_event_append_only BEFORE UPDATE OR DELETE ON cases_event "
            "FOR EACH ROW EXECUTE FUNCTION core_refuse_change()",
            "DROP TRIGGER cases_event_append_only ON cases_event",
        ),
        migrations.RunSQL(
            "CREATE TRIGGER cases_event_payload_unchanged BEFORE UPDATE ON cases_event_payload "
            "FOR EACH ROW EXECUTE FUNCTION core_refuse_change()",
            "DROP TRIGGER cases_event_payload_unchanged ON cases_event_payload",
        ),
    ]
