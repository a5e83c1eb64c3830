from django.db import migrations

# what templates opened so far said that it came through the API: few rows, found by their key
TICKETS = """
UPDATE tickets_ticket SET channel = 'template'
WHERE channel = 'api' AND number IN (SELECT ticket_id FROM automation_fromtemplate)
"""
MESSAGES = """
UPDATE tickets_message SET channel = 'template'
WHERE channel = 'api' AND automatic AND ticket_id IN (SELECT ticket_id FROM automation_fromtemplate)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("automation", "0004_recurring_tickets"),
        ("tickets", "0025_opened_after_a_template"),
    ]

    operations = [
        migrations.RunSQL(TICKETS, migrations.RunSQL.noop),
        migrations.RunSQL(MESSAGES, migrations.RunSQL.noop),
    ]
