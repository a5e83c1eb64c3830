"""Administrators say what else the desk wants to know of tickets."""

from django.test import Client

from derman.tickets import actions, queries


def test_administrators_define_fields_in_the_settings(as_aylin: Client, front_line):
    url = "/desk/settings/fields/"
    assert as_aylin.get(url).status_code == 200
    form = {"name_en": "Colour", "type": "choice", "choices": "Red | Kırmızı\nBlue | Mavi", "active": "on"}
    assert as_aylin.post(f"{url}add/", form).status_code == 302
    (field,) = queries.own_fields()
    assert [one["labels"].get("tr") for one in field.choices] == ["Kırmızı", "Mavi"]
    changed = {**form, "choices": "Blue | Lacivert\nGreen"}
    assert as_aylin.post(f"{url}{field.pk}/", changed).status_code == 302
    (field,) = queries.own_fields()
    assert [one["key"] for one in field.choices] == ["c2", "c3"]
    assert [one["key"] for one in field.former] == ["c1"]
    assert as_aylin.post(f"{url}add/", {"type": "text"}).status_code == 422
    second = actions.save_field(actor=None, labels={"en": "Second"}, asks="text")
    as_aylin.post(f"{url}{second.pk}/move/", {"to": "up"})
    assert [one.key for one in queries.own_fields()] == ["second", "colour"]
