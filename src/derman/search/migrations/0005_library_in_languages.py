"""A guided fix or a service stands in the library under one key, once in each of its languages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0004_library"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("kind", "of", "lang"), name="entry_once_a_language"),
        ),
        migrations.RemoveConstraint(model_name="entry", name="entry_once"),
    ]
