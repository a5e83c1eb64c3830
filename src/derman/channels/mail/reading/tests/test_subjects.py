"""A conversation has one subject, whatever mail programs set before it."""

import pytest

from derman.channels.mail.reading.subjects import says_forwarded, without_forward, without_prefixes


@pytest.mark.parametrize(
    "prefix",
    ["", "Re: ", "Ynt: İLT: ", "AW: WG: ", "RE[2]: ", "回复：", "SV: VS: ", "Yanıt: ", "Odp: PD: ", "Отв: "],
)
def test_prefixes_of_answers_and_forwards_are_no_part_of_the_subject(prefix):
    assert without_prefixes(prefix + "Hata: disk dolu") == "Hata: disk dolu"


def test_only_what_forwards_says_that_it_forwards():
    assert says_forwarded("İLT: Disk dolu")
    assert not says_forwarded("Ynt: Disk dolu")
    assert without_forward("Fwd: Re: Disk dolu") == "Re: Disk dolu"
