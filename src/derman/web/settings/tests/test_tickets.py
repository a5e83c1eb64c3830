"""Categories and priorities."""

from __future__ import annotations

from django.test import Client

from derman.desk.models import AuditEntry
from derman.people.models import Person, Team
from derman.tickets.actions import save_category
from derman.tickets.models import Category
from derman.tickets.queries import categories, matrix


def test_a_category_is_made_with_names_in_two_languages(as_aylin: Client, network: Team) -> None:
    form = {"name_en": "Coffee", "name_tr": "Kahve", "kind": "incident", "team": network.pk, "active": "on"}
    assert as_aylin.post("/desk/settings/categories/add/", form).status_code == 302
    made = Category.objects.get(names__tr="Kahve")
    assert made.names == {"en": "Coffee", "tr": "Kahve"}
    assert made.team == network
    assert AuditEntry.objects.filter(kind="category.added").exists()


def test_a_category_without_any_name_is_told_so(as_aylin: Client) -> None:
    answer = as_aylin.post("/desk/settings/categories/add/", {"kind": "request", "active": "on"})
    assert answer.status_code == 422
    assert "needs a name" in answer.content.decode()


def test_a_category_never_lies_below_itself(as_aylin: Client, aylin: Person) -> None:
    top = save_category(actor=aylin, names={"en": "Workplace"})
    below = save_category(actor=aylin, names={"en": "Printers"}, parent=top)
    form = {"name_en": "Workplace", "kind": "incident", "parent": below.pk, "active": "on"}
    answer = as_aylin.post(f"/desk/settings/categories/{top.pk}/", form)
    assert answer.status_code == 422
    assert "cannot lie below itself" in answer.content.decode()


def test_a_category_can_be_moved_up(as_aylin: Client, aylin: Person) -> None:
    top = save_category(actor=aylin, names={"en": "Top"})
    first = save_category(actor=aylin, names={"en": "First"}, parent=top)
    second = save_category(actor=aylin, names={"en": "Second"}, parent=top, position=1)
    as_aylin.post(f"/desk/settings/categories/{second.pk}/move/", {"to": "up"})
    assert [row.pk for row, _depth in categories() if row.pk in (first.pk, second.pk)] == [second.pk, first.pk]


def test_a_category_out_of_use_stays_on_the_page_but_is_not_offered(as_aylin: Client, aylin: Person) -> None:
    old = save_category(actor=aylin, names={"en": "Fax"})
    as_aylin.post(f"/desk/settings/categories/{old.pk}/", {"name_en": "Fax", "kind": "incident"})
    assert old.pk not in [row.pk for row, _depth in categories()]
    assert "Fax" in as_aylin.get("/desk/settings/categories/").content.decode()


def test_the_matrix_is_saved(as_aylin: Client) -> None:
    form = {f"cell_{impact}_{urgency}": "4" for impact in (1, 2, 3) for urgency in (1, 2, 3)} | {"cell_1_1": "1"}
    assert as_aylin.post("/desk/settings/priorities/", form).status_code == 302
    assert matrix()[1, 1] == 1
    assert matrix()[3, 3] == 4
    assert AuditEntry.objects.filter(kind="priorities.changed").exists()


def test_a_matrix_with_a_hole_is_refused(as_aylin: Client) -> None:
    before = matrix()
    assert as_aylin.post("/desk/settings/priorities/", {"cell_1_1": "9"}).status_code == 422
    assert matrix() == before
