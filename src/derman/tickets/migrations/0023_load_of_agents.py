"""How much somebody has in work is read from an index alone; it is made while tickets go on being written."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("tickets", "0022_identity_by_category")]

    operations = [
        AddIndexConcurrently(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("assignee__isnull", False), ("status__in", ("new", "open"))),
                fields=["assignee"],
                include=["priority", "category"],
                name="ticket_load",
            ),
        ),
    ]
