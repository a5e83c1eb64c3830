"""What the company of the demo desk has: a device or two for everybody, what stands in corridors, and licences."""

from __future__ import annotations

from derman.assets.actions import save_asset
from derman.kernel.folding import fold
from derman.people.queries import person_by_address
from derman.site.demo import cast

MODELS = ("ThinkPad T14 Gen 5", "MacBook Air 13", "Latitude 5450", "ThinkPad X1 Carbon", "EliteBook 840 G11")
PHONES = ("iPhone 15", "Galaxy A55")
# name, kind, number, serial, place, state
SHARED = (
    ("HP LaserJet M507", "printer", "PR-0101", "VNB3K21044", "Ankara, 2nd floor", "in_use"),
    ("Brother MFC-L8900", "printer", "PR-0102", "E78201D9N", "Gebze, warehouse", "in_repair"),
    ("Cisco Catalyst 9200", "network", "SW-0007", "FOC2712L0QX", "Ankara, server room", "in_use"),
    ("PowerEdge R660", "server", "SRV-0003", "7XK2M34", "Ankara, server room", "in_use"),
    ("ThinkPad T14 Gen 3", "laptop", "NB-0988", "PF3A9K2L", "Store", "in_store"),
    ("Latitude 5410", "laptop", "NB-0712", "9QW1T33", "", "retired"),
    ("AutoCAD LT 2027", "software", "LIC-0031", "", "", "in_use"),
)


def fill_assets() -> None:
    """Needs the people of the demo."""
    for place, (name, organisation, _language) in enumerate(cast.REQUESTERS):
        person = person_by_address(f"{fold(name).replace(' ', '.')}@{cast.DOMAIN}")
        if person is None:
            continue
        number = 1042 + place
        save_asset(
            actor=None,
            name=MODELS[place % len(MODELS)],
            number=f"NB-{number}",
            serial=f"PF{number * 7919 % 10**7:07d}",
            person=person.pk,
            place=organisation,
        )
        if place % 4 == 0:
            phone = PHONES[place % len(PHONES)]
            save_asset(actor=None, name=phone, kind="phone", number=f"TEL-{number}", person=person.pk)
    for name, kind, tag, serial, where, state in SHARED:
        save_asset(actor=None, name=name, kind=kind, number=tag, serial=serial, place=where, state=state)
