import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0012_pace_of_servers"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="bcc",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=254), blank=True, db_default=[], default=list
            ),
        ),
    ]
