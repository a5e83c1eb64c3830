"""Two spellings of one address are one."""

import pytest

from derman.people.addresses import BadAddress, check_address, fold_address


@pytest.mark.parametrize(
    "typed", ["ipek@izmir.example", "İPEK@İZMİR.EXAMPLE", "IPEK@izmir.example", " <İpek@Izmir.Example.> "]
)
def test_capitals_of_a_turkish_keyboard_are_the_same_address(typed):
    assert fold_address(typed) == "ipek@izmir.example"


def test_other_letters_stay_what_they_are():
    assert fold_address("Jürgen@Köln.example") == "jürgen@xn--kln-sna.example"
    with pytest.raises(BadAddress):
        check_address("zoe oz@ege.example")
