from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0013_blind_copies"),
    ]

    operations = [
        migrations.AddField(
            model_name="serverpace",
            name="connections",
            field=models.PositiveSmallIntegerField(null=True),
        ),
    ]
