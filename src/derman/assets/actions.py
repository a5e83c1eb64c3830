"""What can be done with devices: keep one, delete one, take a whole list in."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from derman.assets.access import may_remove, may_write
from derman.assets.errors import NotAllowed, WrongInput
from derman.assets.models import Asset, Kind, State
from derman.assets.queries import folded_number
from derman.kernel import clock
from derman.kernel.folding import fold
from derman.kernel.texts import TooLong, one_line
from derman.people.models import Person

LONGEST_NOTES = 5000
LIMITS = {"name": 120, "number": 60, "serial": 120, "place": 120}


def save_asset(
    *,
    actor: Person | None,
    asset: int | None = None,
    name: str,
    kind: str = Kind.LAPTOP,
    number: str = "",
    serial: str = "",
    person: int | None = None,
    place: str = "",
    state: str = State.IN_USE,
    notes: str = "",
) -> Asset:
    """Add an asset, or change the one with the id `asset`. Without a number it gets the next free one.

    Raises NotAllowed, WrongInput with the field.
    """
    if actor is not None and not may_write(actor):
        raise NotAllowed(_("Only agents can do this."))
    with transaction.atomic():
        row = Asset.objects.select_for_update().filter(pk=asset).first() if asset is not None else Asset()
        if row is None:
            raise WrongInput(_("This asset is no longer in the list."), field="name")
        fill(row, name=name, kind=kind, number=number or _free_number(), serial=serial, place=place, state=state)
        if len(notes) > LONGEST_NOTES:
            raise WrongInput(
                _("This is too long: %(most)d characters at most.") % {"most": LONGEST_NOTES}, field="notes"
            )
        if person is not None and not Person.objects.filter(pk=person).exists():
            raise WrongInput(_("There is no such person."), field="person")
        row.person_id, row.notes = person, notes.replace("\0", "").replace("\r\n", "\n").strip()
        if Asset.objects.filter(folded=row.folded).exclude(pk=row.pk or 0).exists():
            raise WrongInput(_("Another asset has the number %(number)s.") % {"number": row.number}, field="number")
        row.save()
    return row


def fill(row: Asset, *, name: str, kind: str, number: str, serial: str, place: str, state: str) -> None:
    """Set what is said about a device, tidied up. Raises WrongInput with the field."""
    texts = {"name": name, "number": number, "serial": serial, "place": place}
    for field, text in texts.items():
        try:
            texts[field] = one_line(text, longest=LIMITS[field])
        except TooLong as error:
            raise WrongInput(str(error), field=field) from None
    if not texts["name"]:
        raise WrongInput(_("An asset needs a name."), field="name")
    folded = folded_number(texts["number"])
    if not any(sign.isalnum() for sign in folded):
        raise WrongInput(_("An inventory number has letters or digits."), field="number")
    if kind not in Kind.values:
        raise WrongInput(_("There is no such kind of asset."), field="kind")
    if state not in State.values:
        raise WrongInput(_("There is no such state."), field="state")
    if row.pk is not None and row.folded != folded:
        # folded, as it is looked up, and as it was written, as tickets that name it keep it
        before = (row.folded, row.number)
        row.former = [*(one for one in row.former if one not in (*before, folded, texts["number"])), *before][-20:]
    row.name, row.number, row.serial, row.place = texts["name"], texts["number"], texts["serial"], texts["place"]
    row.folded, row.kind, row.state = folded, kind, state
    bare = "".join(sign for sign in folded if sign.isalnum())  # as people type it without its signs
    row.words = fold(" ".join([row.name, row.number, bare, row.serial, row.place]))
    row.updated_at = clock.now()


def _free_number() -> str:
    """The next number of the desk's own row, for devices that have none."""
    last = Asset.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    numbers = (f"A-{number:05d}" for number in range(last + 1, last + 10_000))
    return next(one for one in numbers if not Asset.objects.filter(folded=folded_number(one)).exists())


def remove_asset(*, actor: Person, asset: int) -> None:
    """Delete one that came into the list by mistake. Tickets keep its number in words. Raises NotAllowed."""
    if not may_remove(actor):
        raise NotAllowed(_("Only an administrator can do this."))
    Asset.objects.filter(pk=asset).delete()
