"""The ledger is asked by words of subjects and by mailboxes; the indexes are made while mails go on coming."""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("mail", "0023_ledger_of_any_size"), ("kernel", "0001_initial")]

    operations = [
        AddIndexConcurrently("incomingmail", models.Index(fields=["mailbox", "-id"], name="incoming_mail_mailbox")),
        AddIndexConcurrently(
            "incomingmail",
            django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    models.Func("subject", function="derman_fold"), name="gin_trgm_ops"
                ),
                condition=models.Q(("subject", ""), _negated=True),
                name="incoming_mail_words",
            ),
        ),
    ]
