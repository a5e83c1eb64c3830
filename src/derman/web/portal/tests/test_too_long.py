"""What requesters type is never cut off unseen: they hear that it is too long, and find it in the form again."""

import pytest

from derman.catalogue.actions import save_service
from derman.runbooks.actions import answer, begin, install_starting_set
from derman.runbooks.tree import read
from derman.tickets.models import Ticket

WORDS = "Very long. " * 2000


@pytest.fixture
def mert_at(client, desk, mert):
    client.force_login(mert, backend="derman.people.backends.AddressBackend")
    return client


def test_a_note_to_a_service(mert_at, aylin):
    service = save_service(actor=aylin, names={"en": "Laptop"}, published=True)
    shown = mert_at.post(f"/services/{service.slug}/", {"note": WORDS})
    page = shown.content.decode()
    assert shown.status_code == 422
    assert 'aria-describedby="note-wrong"' in page
    assert WORDS.strip() in page
    assert not Ticket.objects.exists()


def test_the_words_after_a_guided_fix(mert_at, aylin, mert):
    install_starting_set(actor=aylin)
    walk = begin(runbook="locked-out", person=mert)
    tree, place = read(walk.version.tree), 1
    while tree.steps[walk.step].result != "ticket":
        exits = tree.steps[walk.step].exits
        walk = answer(key=walk.key, person=mert, place=place, answer=exits[-1].key).walk
        place += 1
    shown = mert_at.post(f"/fix/locked-out/{walk.key}/ask/", {"text": WORDS})
    assert shown.status_code == 422
    assert "too long" in shown.content.decode()
    assert WORDS.strip() in shown.content.decode()
    assert not Ticket.objects.exists()
