"""People are found by their folded names, from any part of them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("kernel", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX person_name_folded ON people_person USING gin (derman_fold(name) gin_trgm_ops);"
            "CREATE INDEX address_folded_trgm ON people_emailaddress USING gin (folded gin_trgm_ops)",
            "DROP INDEX person_name_folded; DROP INDEX address_folded_trgm",
        )
    ]
