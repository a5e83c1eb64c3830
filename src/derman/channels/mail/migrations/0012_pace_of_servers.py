import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0011_signatures_by_language")]

    operations = [
        migrations.CreateModel(
            name="ServerPace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("server", models.CharField(max_length=262, unique=True)),
                ("per_minute", models.PositiveSmallIntegerField(null=True)),
                (
                    "recent",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateTimeField(), default=list, size=None
                    ),
                ),
            ],
        ),
    ]
