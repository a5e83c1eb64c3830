import django.db.models.deletion
from django.db import migrations, models

# what rules and approvals wrote until now names its ticket in the subject or the text
KNOWN = """
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE mail_outgoingmail mail SET about_id = ticket.number
FROM tickets_ticket ticket
WHERE mail.ticket_id IS NULL AND mail.kind IN ('rule', 'approval')
AND ticket.number::text =
    coalesce(substring(mail.subject FROM '\\[#([0-9]+)\\]'), substring(mail.text FROM '\\(#([0-9]+)\\)'))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0019_mails_of_rules"),
        ("tickets", "0021_hand_overs"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="about",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tickets.ticket",
            ),
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(
                condition=models.Q(("about__isnull", False)), fields=["about"], name="outgoing_mail_about"
            ),
        ),
    ]
