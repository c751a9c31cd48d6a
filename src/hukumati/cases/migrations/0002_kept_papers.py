from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(condition=models.Q(("state", "waiting")), fields=["updated_at"], name="cases_kept"),
        ),
    ]
