from django.db import migrations


class Migration(migrations.Migration):
    """The list of people is in the order of folded names and paged by it."""

    dependencies = [("people", "0002_folded_names")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX person_by_folded_name ON people_person (derman_fold(name), id)",
            "DROP INDEX person_by_folded_name",
        ),
    ]
