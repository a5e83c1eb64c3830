"""Devices: who sees them, how they are kept, and a list of them that comes as a file."""

import pytest
from django.utils.translation import override

from derman.assets import queries
from derman.assets.access import visible_to
from derman.assets.actions import remove_asset, save_asset
from derman.assets.errors import NotAllowed, WrongInput
from derman.assets.lists import take_list
from derman.assets.models import Asset

pytestmark = pytest.mark.django_db


@pytest.fixture
def laptop(elif_, mert):
    return save_asset(
        actor=elif_, name="ThinkPad T14", number="NB-1042", serial="PF3XYZ", person=mert.pk, place="Ankara"
    )


def test_people_see_what_they_have_and_the_desk_sees_all(laptop, elif_, mert, selin):
    assert list(visible_to(elif_)) == [laptop]
    assert list(visible_to(mert)) == [laptop]
    assert not visible_to(selin).exists()
    assert not visible_to(None).exists()


def test_requesters_change_nothing_and_only_administrators_delete(laptop, aylin, elif_, mert):
    with pytest.raises(NotAllowed):
        save_asset(actor=mert, asset=laptop.pk, name="Mine")
    with pytest.raises(NotAllowed):
        remove_asset(actor=elif_, asset=laptop.pk)
    remove_asset(actor=aylin, asset=laptop.pk)
    assert not Asset.objects.exists()


def test_no_two_devices_have_one_number_however_it_is_written(laptop, elif_):
    with pytest.raises(WrongInput) as caught:
        save_asset(actor=elif_, name="Another", number="nb - 1042")
    assert caught.value.field == "number"


@pytest.mark.parametrize(
    ("given", "field"),
    [({"name": " "}, "name"), ({"number": "--"}, "number"), ({"kind": "car"}, "kind"), ({"state": "sold"}, "state"),
     ({"serial": "x" * 121}, "serial"), ({"person": 2**40}, "person"), ({"notes": "x" * 5001}, "notes")],
)  # fmt: skip
def test_each_wrong_value_is_named(elif_, given, field):
    with pytest.raises(WrongInput) as caught:
        save_asset(actor=elif_, **{"name": "Laptop", **given})
    assert caught.value.field == field


def test_a_device_without_a_number_gets_a_free_one(elif_):
    first = save_asset(actor=elif_, name="Laptop")
    save_asset(actor=elif_, name="Taken", number=f"A-{first.pk + 2:05d}")
    second = save_asset(actor=elif_, name="Laptop")
    assert second.number not in ("", first.number, f"A-{first.pk + 2:05d}")


def test_a_device_is_found_by_its_words_its_number_and_who_has_it(laptop, elif_, mert):
    save_asset(actor=elif_, name="Brother HL", number="PR-1", kind="printer")
    for words in ("thinkpad", "THİNKPAD t14", "nb1042", "NB-1042", "pf3", mert.name):
        assert queries.assets(elif_, words=words).assets == [laptop], words
    assert queries.assets(elif_, words="nobody has this").assets == []


def test_the_list_pages_by_number_and_leaves_retired_ones_out(elif_):
    made = [save_asset(actor=elif_, name="Laptop", number=f"NB-{number}") for number in range(1, 6)]
    save_asset(actor=elif_, asset=made[1].pk, name="Laptop", number="NB-2", state="retired")
    first = queries.assets(elif_, size=2)
    second = queries.assets(elif_, key=first.next, size=2)
    assert [one.number for one in (*first.assets, *second.assets)] == ["NB-1", "NB-3", "NB-4", "NB-5"]
    assert second.next == ""
    assert [one.number for one in queries.assets(elif_, state="retired").assets] == ["NB-2"]


def test_a_device_is_found_by_a_number_that_it_had_before(laptop, elif_):
    save_asset(actor=elif_, asset=laptop.pk, name="ThinkPad T14", number="NB-2000")
    assert queries.by_numbers(elif_, ["NB-1042"])["nb-1042"] == laptop
    fresh = save_asset(actor=elif_, name="New", number="NB-1042")
    assert queries.by_numbers(elif_, ["NB-1042"])["nb-1042"] == fresh


LIST = """Cihaz;Tür;Envanter No;Seri No;Kullanıcı;Yer;Durum
ThinkPad T14;Dizüstü bilgisayar;NB-1042;PF3XYZ;{mert};Ankara;Kullanımda
Brother HL;printer;PR-1;;;Koridor;in_store
;laptop;NB-9;;;;
Dell;laptop;NB-10;;nobody@ege.example;;
"""


def test_a_list_is_taken_in_and_what_is_wrong_is_named(elif_, mert):
    taken = take_list(actor=elif_, content=LIST.format(mert=mert.email).encode())
    assert (taken.added, taken.changed, taken.left) == (2, 0, 2)
    assert [line.split(":")[0] for line in taken.wrong] == ["Line 4", "Line 5"]
    laptop = Asset.objects.get(number="NB-1042")
    assert (laptop.kind, laptop.person, laptop.state, laptop.place) == ("laptop", mert, "in_use", "Ankara")
    assert Asset.objects.get(number="PR-1").state == "in_store"


def test_the_same_list_changes_nothing_the_second_time(elif_, mert):
    content = LIST.format(mert=mert.email).encode("cp1254")
    take_list(actor=elif_, content=content)
    taken = take_list(actor=elif_, content=content)
    assert (taken.added, taken.changed) == (0, 0)


def test_a_column_that_is_not_there_leaves_what_it_would_say(laptop, elif_, mert):
    taken = take_list(actor=elif_, content=b"name,number\nThinkPad T14 Gen 5,nb-1042\n")
    laptop.refresh_from_db()
    assert (taken.changed, laptop.name, laptop.person, laptop.place) == (1, "ThinkPad T14 Gen 5", mert, "Ankara")


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b'name,number\n"x' + b"y" * 200_000])
def test_a_file_that_is_no_list_is_refused(elif_, content):
    with pytest.raises(WrongInput):
        take_list(actor=elif_, content=content)


def test_taking_a_list_asks_the_database_little(elif_, django_assert_max_num_queries):
    rows = "\n".join(f"Laptop,NB-{number}" for number in range(400))
    with django_assert_max_num_queries(9), override("tr"):
        assert take_list(actor=elif_, content=f"name,number\n{rows}\n".encode()).added == 400
