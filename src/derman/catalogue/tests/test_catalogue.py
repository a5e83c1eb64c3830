"""Who sees which services, and what can be kept."""

import pytest

from derman.catalogue import actions, queries, steps
from derman.catalogue.access import visible_to
from derman.catalogue.errors import NotAllowed, ServiceNotFound, WrongInput
from derman.people.actions import save_group
from derman.people.models import Organisation


@pytest.fixture
def laptop(aylin):
    return actions.save_service(actor=aylin, names={"en": "New laptop", "tr": "Yeni dizüstü"}, published=True)


def test_a_draft_is_seen_by_administrators_alone(aylin, elif_, mert):
    draft = actions.save_service(actor=aylin, names={"en": "Secret"})
    assert [visible_to(one).filter(pk=draft.pk).exists() for one in (aylin, elif_, mert, None)] == [
        True,
        False,
        False,
        False,
    ]


def test_a_service_for_one_organisation_is_not_for_others(aylin, elif_, mert):
    mine = Organisation.objects.create(name="Ege Lojistik")
    service = actions.save_service(
        actor=aylin, names={"en": "Truck"}, audience="organisations", organisations=[mine.pk], published=True
    )
    with pytest.raises(ServiceNotFound):
        queries.service(mert, service.slug)
    mert.organisation = mine
    assert queries.service(mert, service.slug) == service
    assert queries.service(elif_, service.slug) == service


def test_a_service_for_a_group_is_for_its_people_and_the_desk(aylin, elif_, mert, selin):
    buyers = save_group(actor=aylin, name="Buyers", members=[mert.email])
    with pytest.raises(WrongInput) as caught:
        actions.save_service(actor=aylin, names={"en": "Order"}, audience="groups")
    assert caught.value.field == "groups"
    service = actions.save_service(
        actor=aylin, names={"en": "Order"}, audience="groups", groups=[buyers.pk], published=True
    )
    assert [queries.services(one) for one in (mert, selin, elif_)] == [[service], [], [service]]


def test_a_group_that_agrees_is_known_and_not_too_large(aylin, mert, monkeypatch):
    buyers = save_group(actor=aylin, name="Buyers", members=[mert.email, aylin.email])
    step = {"by": "group", "group": buyers.pk}
    kept = actions.save_service(actor=aylin, names={"en": "Order"}, approvals=[step])
    assert kept.approvals == [{**step, "remind_after": 24, "expires_after": 168}]
    with pytest.raises(WrongInput, match="choose a group"):
        actions.save_service(actor=aylin, names={"en": "Order"}, approvals=[{"by": "group", "group": 987_654}])
    monkeypatch.setattr(steps, "MOST_APPROVERS", 1)
    with pytest.raises(WrongInput, match="more than 1 people"):
        actions.save_service(actor=aylin, names={"en": "Order"}, approvals=[step])


def test_what_is_only_for_the_desk_is_not_for_requesters(aylin, elif_, mert):
    actions.save_service(actor=aylin, names={"en": "Spare parts"}, audience="agents", published=True)
    assert (len(queries.services(elif_)), len(queries.services(mert))) == (1, 0)


def test_services_are_found_whatever_letters_are_typed(aylin, mert, laptop):
    assert queries.services(mert, "DIZUSTU") == [laptop]
    assert queries.services(mert, "yazıcı") == []


def test_two_services_of_one_name_have_two_addresses(aylin, laptop):
    other = actions.save_service(actor=aylin, names={"en": "New laptop"})
    assert (laptop.slug, other.slug) == ("new-laptop", "new-laptop-2")


def test_a_new_name_keeps_the_address(aylin, laptop):
    assert actions.save_service(actor=aylin, service=laptop.pk, names={"en": "Notebook"}).slug == "new-laptop"


@pytest.mark.parametrize("who", ["elif_", "mert", "leyla"])
def test_only_administrators_change_the_catalogue(request, who, laptop):
    person = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        actions.save_service(actor=person, service=laptop.pk, names={"en": "Mine"})
    with pytest.raises(NotAllowed):
        actions.save_shelf(actor=person, names={"en": "Mine"})


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"names": {}}, "names"),
        ({"names": {"en": "A"}, "shelf": 999}, "shelf"),
        ({"names": {"en": "A"}, "audience": "all"}, "audience"),
        ({"names": {"en": "A"}, "audience": "organisations"}, "organisations"),
        ({"names": {"en": "A"}, "approvals": [{"by": "nobody"}]}, "approvals"),
        ({"names": {"en": "A"}, "approvals": [{"by": "owner"}]}, "approvals"),
        ({"names": {"en": "A"}, "approvals": [{"by": "people", "people": [987654]}]}, "approvals"),
        ({"names": {"en": "A"}, "approvals": [{"by": "team", "team": 987654}]}, "approvals"),
        ({"names": {"en": "A"}, "approvals": [{"by": "manager"}] * 9}, "approvals"),
        ({"names": {"en": "A"}, "stages": [[{"labels": {}}]]}, "stages"),
        ({"names": {"en": "A"}, "stages": [[{"labels": {"en": "x"}, "team": 987654}]]}, "stages"),
        ({"names": {"en": "A"}, "stages": "x"}, "stages"),
    ],
)
def test_what_cannot_work_is_refused_with_its_field(aylin, wrong, field):
    with pytest.raises(WrongInput) as caught:
        actions.save_service(actor=aylin, **wrong)
    assert caught.value.field == field


def test_the_catalogue_is_read_with_one_statement(aylin, mert, laptop, django_assert_num_queries):
    for name in ("A", "B", "C"):
        actions.save_service(actor=aylin, names={"en": name}, published=True)
    with django_assert_num_queries(1):
        assert len(queries.services(mert)) == 4
