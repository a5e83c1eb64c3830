"""Where the last tickets would have gone by a table that is not live, and why one would."""

from derman.routing import actions, queries
from derman.routing.explaining import explain
from derman.routing.rows import Row, When
from derman.routing.trying import try_on_the_past
from derman.tickets import actions as tickets
from derman.tickets.models import Event, Ticket
from tests.cast import asks


def test_a_draft_is_tried_on_what_came_and_changes_nothing(leyla, front_line, network, derya, mert, secret):
    right, other = asks(mert), asks(mert, "Chair", "A chair is broken.")
    tickets.hand_over(actor=leyla, ticket=right.pk, team=network)
    actions.save_row(actor=leyla, row=Row(id="", name="VPN", team=network.pk, when=When(words=["vpn"])))
    before = list(Ticket.objects.order_by("pk").values()), Event.objects.count()
    trial = try_on_the_past(leyla, queries.sheet(leyla).book)
    assert (list(Ticket.objects.order_by("pk").values()), Event.objects.count()) == before
    assert {one.number for one in trial.outcomes} == {right.pk, other.pk}, "not what a closed team has"
    (differs,) = [one for one in trial.outcomes if one.differs]
    assert (differs.number, differs.team, differs.went_team, differs.person) == (
        right.pk,
        network.pk,
        front_line.pk,
        derya.pk,
    )
    assert differs.better
    assert {team: (would, went) for team, would, went in trial.teams}[network.pk] == (1, 0)
    assert dict(trial.rows) == {"VPN": 1, "": 1}


def test_trying_asks_the_database_as_often_for_few_as_for_many(
    leyla, front_line, network, derya, mert, django_assert_num_queries
):
    actions.save_row(actor=leyla, row=Row(id="", name="VPN", team=network.pk, when=When(words=["vpn"])))
    book = queries.sheet(leyla).book
    for _count in range(3):
        asks(mert)
        with django_assert_num_queries(11):
            try_on_the_past(leyla, book)


def test_one_ticket_is_explained_row_by_row_and_person_by_person(leyla, front_line, network, derya, kaan, mert):
    network.members.add(kaan)
    kaan.available = False
    kaan.save()
    ticket = asks(mert)
    actions.save_row(actor=leyla, row=Row(id="", name="Chairs", team=front_line.pk, when=When(words=["chair"])))
    actions.save_row(actor=leyla, row=Row(id="", name="VPN", team=network.pk, when=When(words=["vpn"])))
    found = explain(leyla, ticket.pk, queries.sheet(leyla).book)
    assert [(one.row.name, one.hinders) for one in found.asked] == [("Chairs", "word"), ("VPN", "")]
    assert [(one.person, one.place, one.why_not) for one in found.members] == [
        (derya, 1, ""),
        (kaan, None, "unavailable"),
    ]


def test_a_closed_teams_ticket_is_explained_to_nobody_else(leyla, secret):
    assert explain(leyla, secret.pk, queries.sheet(leyla).book) is None
