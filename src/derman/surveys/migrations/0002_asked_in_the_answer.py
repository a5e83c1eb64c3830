from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_ratings")]

    operations = [
        migrations.AddField(
            model_name="practice",
            name="in_answers",
            field=models.BooleanField(db_default=True, default=True),
        ),
    ]
