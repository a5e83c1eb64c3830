"""The e-mail addresses of people: claim and prove one's own, add somebody's, choose the primary one, remove one."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import clock, secrets
from derman.kernel.facts import announce
from derman.people.actions.rights import require_administrator
from derman.people.addresses import BadAddress, check_address
from derman.people.errors import (
    AddressNeeded,
    AddressTaken,
    LinkUnusable,
    NotAllowed,
    PeopleError,
    TooManyAddresses,
)
from derman.people.facts import AddressClaimed, PersonChanged
from derman.people.models import AddressClaim, EmailAddress, Person, SignInLink

CLAIM_LIFE = timedelta(days=1)
MOST_ADDRESSES = 20
MOST_CLAIMS = 5  # links on their way to addresses of one person


def claim_address(*, person: Person, address: str, language: str = "") -> AddressClaim:
    """Have a link sent to an address that `person` says is theirs; it becomes theirs by `confirm_address`.

    Says nothing about whether somebody else has it: only who reads it may learn that. Raises PeopleError.
    """
    folded = _checked(address)
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        if EmailAddress.objects.filter(folded=folded, person=person).exists():
            raise AddressTaken(_("This address is yours already."), field="address")
        AddressClaim.objects.filter(person=person, expires_at__lt=clock.now()).delete()
        claims = AddressClaim.objects.filter(person=person)
        _check_room(person)
        again = claims.filter(folded=folded).first()
        if again is not None and again.created_at > clock.now() - timedelta(minutes=5):
            raise TooManyAddresses(
                _("A link is on its way to this address already. Look into its mailbox."), field="address"
            )
        if again is None and claims.count() >= MOST_CLAIMS:
            raise TooManyAddresses(
                _("Several of your addresses wait to be confirmed. Confirm or remove them first."), field="address"
            )
        token = secrets.new_token()
        moment = clock.now()
        claim, _made = AddressClaim.objects.update_or_create(
            person=person,
            folded=folded,
            defaults={
                "address": address.strip(),
                "digest": secrets.digest(token),
                "created_at": moment,
                "expires_at": moment + CLAIM_LIFE,
            },
        )
        announce(
            AddressClaimed(person=person.pk, address=claim.address, token=token, language=person.language or language)
        )
    return claim


def find_claim(*, person: Person, token: str) -> AddressClaim:
    """The claim of this link, which only `person`, who made it, may confirm. Raises LinkUnusable."""
    claim = AddressClaim.objects.filter(person=person, digest=secrets.digest(token)).first()
    if claim is None or claim.expires_at < clock.now():
        raise LinkUnusable(
            _("This link was used already, is too old, or belongs to another account. Add the address again.")
        )
    return claim


def confirm_address(*, person: Person, token: str) -> EmailAddress:
    """The address of this link is the person's from now on. Raises LinkUnusable, AddressTaken."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        claim = find_claim(person=person, token=token)
        _check_room(person)
        row, made = EmailAddress.objects.get_or_create(
            folded=claim.folded,
            defaults={"person": person, "address": claim.address, "verified": True, "verified_at": clock.now()},
        )
        if not made and row.person_id != person.pk:
            raise AddressTaken(
                _("This address belongs to another account of this desk. Ask the desk to bring the two together.")
            )
        claim.delete()
        announce(PersonChanged(person=person.pk))
    return row


def drop_claim(*, person: Person, claim: int) -> None:
    """An address that waits to be confirmed is no longer wanted; its link is worth nothing."""
    AddressClaim.objects.filter(person=person, pk=claim).delete()


def add_address(*, actor: Person, person: Person, address: str) -> EmailAddress:
    """Give somebody a further address, not verified yet; mail from it is theirs. Administrators only.

    Raises NotAllowed, AddressTaken, TooManyAddresses, PeopleError.
    """
    require_administrator(actor)
    folded = _checked(address)
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        _check_room(person)
        row, made = EmailAddress.objects.get_or_create(
            folded=folded, defaults={"person": person, "address": address.strip()}
        )
        if not made:
            raise AddressTaken(
                _("%(name)s has this address already.") % {"name": row.person.name}
                if row.person_id == person.pk
                else _("This address belongs to somebody else already: %(name)s.") % {"name": row.person.name},
                field="address",
            )
        AddressClaim.objects.filter(person=person, folded=folded).delete()
        if not person.email:
            Person.objects.filter(pk=person.pk).update(email=row.address)
        announce(PersonChanged(person=person.pk))
    return row


def verify_address(*, actor: Person, person: Person, address: int) -> EmailAddress:
    """An administrator vouches for an address. Raises NotAllowed, PeopleError for an address that is not there."""
    require_administrator(actor)
    with transaction.atomic():
        row = _own(person, address)
        if not row.verified:
            row.verified, row.verified_at = True, clock.now()
            row.save(update_fields=["verified", "verified_at"])
    return row


def make_primary(*, actor: Person, person: Person, address: int) -> EmailAddress:
    """Mail goes to this address from now on. People choose among their verified ones, administrators among all.

    Raises NotAllowed, PeopleError.
    """
    _require_self_or_administrator(actor, person)
    with transaction.atomic():
        row = _own(person, address)
        if not row.verified and not actor.is_administrator:
            raise NotAllowed(_("Confirm this address first: sign in by a link that is sent to it."))
        Person.objects.filter(pk=person.pk).update(email=row.address)
        announce(PersonChanged(person=person.pk))
    return row


def remove_address(*, actor: Person, person: Person, address: int) -> EmailAddress:
    """Take an address from its person: mail from it is no longer theirs, and links sent to it no longer sign in.

    Raises NotAllowed, AddressNeeded for the primary one, PeopleError.
    """
    _require_self_or_administrator(actor, person)
    with transaction.atomic():
        row = _own(person, address)
        current = Person.objects.get(pk=person.pk).email
        if row.address == current or EmailAddress.objects.filter(person=person).count() == 1:
            raise AddressNeeded(_("Mail goes to this address. Make another one the primary address first."))
        SignInLink.objects.filter(person=person, address=row.folded, used_at=None).update(used_at=clock.now())
        EmailAddress.objects.filter(pk=row.pk).delete()
        announce(PersonChanged(person=person.pk))
    return row


def _checked(address: str) -> str:
    try:
        return check_address(address)
    except BadAddress as error:
        raise PeopleError(str(error), field="address") from None


def _check_room(person: Person) -> None:
    if EmailAddress.objects.filter(person=person).count() >= MOST_ADDRESSES:
        raise TooManyAddresses(_("More than %(number)s addresses are not possible.") % {"number": MOST_ADDRESSES})


def _own(person: Person, address: int) -> EmailAddress:
    """An address of this person; the person's row is locked, so that the last one cannot go twice."""
    Person.objects.select_for_update().get(pk=person.pk)
    row = EmailAddress.objects.filter(person=person, pk=address).first()
    if row is None:
        raise PeopleError(_("This address is no longer there."))
    return row


def _require_self_or_administrator(actor: Person, person: Person) -> None:
    if actor.pk != person.pk:
        require_administrator(actor)
