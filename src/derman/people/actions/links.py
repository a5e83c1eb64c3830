"""One-time links, by which people sign in without a password."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import clock, secrets
from derman.kernel.facts import announce
from derman.people.actions.rights import require_administrator
from derman.people.addresses import fold_address
from derman.people.errors import LinkUnusable, PeopleError
from derman.people.facts import SignInLinkAsked
from derman.people.models import EmailAddress, Person, SignInLink

LINK_LIFE = timedelta(minutes=30)
HAND_OVER_LIFE = timedelta(hours=24)


def ask_for_link(*, address: str, language: str = "", next_page: str = "") -> None:
    """Send a sign-in link to `address` if somebody has it; says nothing about whether somebody does.

    Raises BadAddress. At most three links wait for one person at a time.
    """
    folded = fold_address(address)
    known = EmailAddress.objects.select_related("person").filter(folded=folded, person__is_active=True).first()
    if known is None:
        return
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=known.person_id)
        waiting = SignInLink.objects.filter(
            person=person, used_at=None, created_at__gt=clock.now() - timedelta(minutes=5)
        ).count()
        if waiting >= 3:
            return
        token = secrets.new_token()
        SignInLink.objects.create(
            person=person,
            digest=secrets.digest(token),
            address=known.folded,
            next=next_page[:500],
            expires_at=clock.now() + LINK_LIFE,
        )
        announce(
            SignInLinkAsked(person=person.pk, address=known.address, token=token, language=person.language or language)
        )


def hand_over_link(*, actor: Person, person: Person) -> str:
    """A one-time token that an administrator gives to `person` by hand, where no mail can bring it.

    Shown this once; a new one makes those given before useless. It proves no address. Raises NotAllowed, PeopleError.
    """
    require_administrator(actor)
    if not person.is_active:
        raise PeopleError(_("Whoever is deactivated cannot sign in."))
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        SignInLink.objects.filter(person=person, address="", used_at=None).update(used_at=clock.now())
        token = secrets.new_token()
        SignInLink.objects.create(
            person=person, digest=secrets.digest(token), address="", expires_at=clock.now() + HAND_OVER_LIFE
        )
    return token


def find_link(token: str) -> SignInLink:
    """The usable link of this token. Raises LinkUnusable."""
    link = SignInLink.objects.select_related("person").filter(digest=secrets.digest(token)).first()
    if link is None or link.used_at is not None or link.expires_at < clock.now() or not link.person.is_active:
        raise LinkUnusable(_("This link was used already or is too old. Ask for a new one."))
    return link


def use_link(*, token: str) -> SignInLink:
    """Use a link up: its person may be signed in, and has proven to read its address. Raises LinkUnusable."""
    with transaction.atomic():
        link = find_link(token)
        if not SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=clock.now()):
            raise LinkUnusable(_("This link was used already or is too old. Ask for a new one."))
        unproven = EmailAddress.objects.filter(folded=link.address, person=link.person, verified=False)
        unproven.update(verified=True, verified_at=clock.now())
    return link
