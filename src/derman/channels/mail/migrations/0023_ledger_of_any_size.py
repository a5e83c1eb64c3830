"""The ledger is asked by its senders, recipients and files; the indexes are made while mails go on coming."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("mail", "0022_mails_to_vendors")]

    operations = [
        AddIndexConcurrently("incomingmail", models.Index(fields=["lane", "-id"], name="incoming_mail_from")),
        AddIndexConcurrently("incomingmail", GinIndex(fields=["envelope_to"], name="incoming_mail_to")),
        AddIndexConcurrently("incomingmail", models.Index(fields=["digest"], name="incoming_mail_digest")),
    ]
