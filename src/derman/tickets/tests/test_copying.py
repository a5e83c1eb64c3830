"""A ticket is copied, or carried on in a new one; and that is taken back."""

import base64

import pytest

from derman.channels.mail.models import OutgoingMail
from derman.tickets import actions, queries
from derman.tickets.access import visible_to
from derman.tickets.errors import TicketNotFound, TooLateToUndo, WrongInput
from derman.tickets.incoming import Incoming, IncomingFile
from derman.tickets.models import Attachment, OwnValues, Ticket
from derman.tickets.tests.test_undo import whole

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def rich(vpn, elif_, network):
    """A ticket with something in every place that a copy takes over."""
    actions.save_field(actor=None, labels={"en": "Floor"}, asks="text", key="floor")
    actions.set_own_fields(actor=elif_, ticket=vpn.pk, values={"floor": "3"})
    actions.set_tags(actor=elif_, ticket=vpn.pk, tags=["vpn"])
    actions.set_priority(actor=elif_, ticket=vpn.pk, impact=1, urgency=2)
    actions.set_category(actor=elif_, ticket=vpn.pk, category=actions.save_category(actor=None, names={"en": "Net"}))
    actions.hand_over(actor=elif_, ticket=vpn.pk, team=network)
    return Ticket.objects.get(pk=vpn.pk)


def test_a_copy_has_what_the_ticket_has(rich, elif_):
    new = actions.copy(actor=elif_, ticket=rich.pk)
    for name in ("subject", "requester_id", "kind", "category_id", "priority", "impact", "urgency", "team_id", "tags"):
        assert getattr(new, name) == getattr(rich, name), name
    assert OwnValues.objects.get(ticket=new).values == {"floor": "3"}
    assert [message.text for message in new.messages.all()] == [rich.messages.first().text]
    assert [(link.other_id, link.kind) for link in new.links.all()] == [(rich.pk, "related")]
    assert not OutgoingMail.objects.filter(ticket=new).exists()  # nobody is told of what they did not ask for


def test_what_is_closed_is_carried_on(rich, elif_):
    actions.close(actor=elif_, ticket=rich.pk)
    with pytest.raises(WrongInput):
        actions.copy(actor=elif_, ticket=rich.pk, follow_up=True)
    new = actions.copy(actor=elif_, ticket=rich.pk, subject="VPN again", text="Once more.", follow_up=True)
    assert (new.subject, new.status, new.links.get().kind) == ("VPN again", "new", "follow_up")
    assert Ticket.objects.get(pk=rich.pk).status == "closed"


def test_it_is_taken_back_while_nobody_did_anything_with_it(rich, elif_, derya):
    before = whole(rich)
    new = actions.copy(actor=elif_, ticket=rich.pk)
    act = rich.events.last().act
    actions.undo(actor=elif_, ticket=rich.pk, act=act)
    assert whole(rich)[0] == before[0]
    assert not visible_to(elif_).filter(pk=new.pk).exists()
    assert queries.conversation(elif_, rich.pk).links == []
    second = actions.copy(actor=elif_, ticket=rich.pk)
    act = rich.events.last().act
    actions.set_priority(actor=derya, ticket=second.pk, priority="low")
    with pytest.raises(TooLateToUndo, match=f"#{second.pk}"):
        actions.undo(actor=elif_, ticket=rich.pk, act=act)


def test_of_a_closed_team_only_by_its_members_and_into_it(secret, elif_, kaan):
    with pytest.raises(TicketNotFound):
        actions.copy(actor=elif_, ticket=secret.pk)
    new = actions.copy(actor=kaan, ticket=secret.pk)
    assert new.team_id == secret.team_id
    assert not visible_to(elif_).filter(pk=new.pk).exists()


def test_the_files_that_it_began_with_come_along(mert, elif_, front_line):
    file = IncomingFile(name="screen.txt", content=b"what I see")
    incoming = Incoming(channel="email", sender=mert, subject="Look", text="See the file.", files=[file])
    first = actions.receive(incoming).ticket
    for text in (None, "See the file, please."):
        new = actions.copy(actor=elif_, ticket=first.pk, text=text)
        (copied,) = Attachment.objects.filter(message__ticket=new)
        (old,) = Attachment.objects.filter(message__ticket=first)
        assert (copied.name, copied.file_id, copied.inline) == ("screen.txt", old.file_id, False)
        assert copied.key != old.key
    carried = actions.copy(actor=elif_, ticket=first.pk, text="Once more.", follow_up=True)
    assert not Attachment.objects.filter(message__ticket=carried).exists()


def test_a_picture_in_the_text_is_shown_in_the_copy_as_its_own(mert, elif_, front_line):
    file = IncomingFile(name="a.png", content=PIXEL, inline=True, content_id="p1")
    html = '<p>Here:</p><img src="cid:p1">'
    first = actions.receive(
        Incoming(channel="email", sender=mert, subject="Look", text="Here:", html=html, files=[file])
    ).ticket
    new = actions.copy(actor=elif_, ticket=first.pk)
    (copied,) = Attachment.objects.filter(message__ticket=new)
    assert copied.inline
    assert copied.key in new.messages.get().html
