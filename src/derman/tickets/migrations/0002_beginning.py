"""What a new desk begins with: numbers from 10001, an append-only timeline, a matrix, a few categories."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION derman_event_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the timeline is append-only: an event is never changed and never deleted';
END $$;
CREATE TRIGGER event_is_final BEFORE UPDATE OR DELETE ON tickets_event
    FOR EACH ROW EXECUTE FUNCTION derman_event_is_final();
"""

# impact × urgency → priority, after the usual matrix of ITIL
MATRIX = {(1, 1): 1, (1, 2): 2, (1, 3): 3, (2, 1): 2, (2, 2): 3, (2, 3): 3, (3, 1): 3, (3, 2): 4, (3, 3): 4}

CATEGORIES = [
    ("Accounts and passwords", "Hesap ve parola", "incident"),
    ("E-mail and calendar", "E-posta ve takvim", "incident"),
    ("Network and VPN", "Ağ ve VPN", "incident"),
    ("Printers", "Yazıcılar", "incident"),
    ("Computers and phones", "Bilgisayar ve telefon", "incident"),
    ("Software", "Yazılım", "incident"),
    ("Access and permissions", "Erişim ve yetki", "request"),
    ("New equipment", "Yeni donanım", "request"),
    ("Security", "Güvenlik", "incident"),
]


def begin(apps, schema_editor):
    cell = apps.get_model("tickets", "PriorityCell")
    cell.objects.bulk_create(
        cell(impact=impact, urgency=urgency, priority=priority) for (impact, urgency), priority in MATRIX.items()
    )
    category = apps.get_model("tickets", "Category")
    category.objects.bulk_create(
        category(names={"en": english, "tr": turkish}, kind=kind, position=position)
        for position, (english, turkish, kind) in enumerate(CATEGORIES)
    )


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]

    operations = [
        migrations.RunSQL(
            APPEND_ONLY, "DROP TRIGGER event_is_final ON tickets_event; DROP FUNCTION derman_event_is_final"
        ),
        migrations.RunSQL("ALTER TABLE tickets_ticket ALTER COLUMN number RESTART WITH 10001", migrations.RunSQL.noop),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
