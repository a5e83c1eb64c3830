"""A desk that is in use already gets the policy that a new desk begins with, switched off: it decides by itself."""

from django.db import migrations

NAMES = {"en": "Standard promises", "tr": "Olağan hizmet sözleri"}
HOURS = {"critical": (0.5, 1, 4), "high": (1, 2, 8), "normal": (4, 8, 24), "low": (8, 16, 48)}
LADDER = [
    {"at": "soon", "after": 0, "tell": ["assignee"]},
    {"at": "sooner", "after": 0, "tell": ["assignee", "team"]},
    {"at": "late", "after": 0, "tell": ["assignee", "lead"]},
    {"at": "late", "after": 3600, "tell": ["lead", "manager"]},
]


def offer(apps, schema_editor):
    desk = apps.get_model("desk", "Desk").objects.exclude(set_up_at=None).first()
    if desk is None:
        return
    targets = {
        priority: {"first_response": int(a * 3600), "next_reply": int(b * 3600), "resolution": int(c * 3600)}
        for priority, (a, b, c) in HOURS.items()
    }
    apps.get_model("sla", "Policy").objects.create(
        name=NAMES.get(desk.language, NAMES["en"]),
        active=False,
        targets=targets,
        pauses=["requester", "approval"],
        warnings=[75, 90],
        ladder=LADDER,
    )


class Migration(migrations.Migration):
    dependencies = [("sla", "0001_promises"), ("desk", "0005_half_days")]

    operations = [migrations.RunPython(offer, migrations.RunPython.noop)]
