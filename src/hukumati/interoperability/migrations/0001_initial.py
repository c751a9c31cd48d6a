import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Query",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("subject", models.CharField(max_length=64)),
                ("contract", models.CharField(max_length=100)),
                ("asked_at", models.DateTimeField()),
                ("user", models.CharField(max_length=100)),
                ("purpose", models.CharField(max_length=100)),
                ("issue", models.CharField(max_length=100)),
                ("notice", models.CharField(default="", max_length=100)),
            ],
            options={
                "db_table": "interoperability_query",
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "query",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="outcome",
                        serialize=False,
                        to="interoperability.query",
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("request_id", models.CharField(max_length=64)),
                ("received_at", models.DateTimeField()),
            ],
            options={
                "db_table": "interoperability_outcome",
            },
        ),
        migrations.AddIndex(
            model_name="query",
            index=models.Index(fields=["subject", "asked_at"], name="interop_query_subject_at"),
        ),
        migrations.RunSQL(
            "CREATE TRIGGER interoperability_query_append_only BEFORE UPDATE OR DELETE ON interoperability_query "
            "FOR EACH ROW EXECUTE FUNCTION core_refuse_change()",
            "DROP TRIGGER interoperability_query_append_only ON interoperability_query",
        ),
        migrations.RunSQL(
            "CREATE TRIGGER interoperability_outcome_append_only BEFORE UPDATE OR DELETE ON interoperability_outcome "
            "FOR EACH ROW EXECUTE FUNCTION core_refuse_change()",
            "DROP TRIGGER interoperability_outcome_append_only ON interoperability_outcome",
        ),
    ]
