"""Which tickets name a device is read from an index; it is made while tickets go on being written."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("tickets", "0025_opened_after_a_template")]

    operations = [
        AddIndexConcurrently(
            model_name="servicerequest",
            index=GinIndex(fields=["answers"], name="service_answers_found", opclasses=["jsonb_path_ops"]),
        ),
    ]
