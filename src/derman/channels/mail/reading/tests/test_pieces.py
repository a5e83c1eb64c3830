"""What is decoded piece by piece is what is decoded whole."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derman.channels.mail.reading import transfer
from derman.channels.mail.reading.transfer import decode_in_pieces, decode_transfer

BASE64_LIKE = st.text("AbC9+/=\r\n -é.", max_size=200).map(str.encode)


@pytest.fixture(autouse=True, scope="module")
def small_pieces():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transfer, "PIECE", 7)
        yield


@given(
    st.one_of(BASE64_LIKE, st.binary(max_size=200).map(base64.encodebytes)),
    st.sampled_from(["base64", "8bit", "B64", "quoted-printable", "uue"]),
)
def test_pieces_are_the_whole(raw: bytes, encoding: str) -> None:
    around = b"--x\r\n" + raw + b"\r\n--x--"
    assert b"".join(decode_in_pieces(around, 5, 5 + len(raw), encoding)) == decode_transfer(raw, encoding)


def test_a_long_body_is_never_whole() -> None:
    raw = base64.encodebytes(bytes(range(256)) * 4)
    assert max(map(len, decode_in_pieces(raw, 0, len(raw), "base64"))) < 16
