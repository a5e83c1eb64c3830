"""What a server does wrong is said in plain words that name the way out."""

from __future__ import annotations

import smtplib
import socket

import pytest

from derman.channels.mail.servers import Server, explain


def test_a_server_that_takes_no_password_says_so() -> None:
    error = smtplib.SMTPNotSupportedError("SMTP AUTH extension not supported by server.")
    assert "takes no user name" in explain(error, Server("mail.ege.example", 25))


def test_a_server_that_stays_silent_does_not_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(smtplib.SMTPServerDisconnected) as raised:
            smtplib.SMTP("127.0.0.1", port, timeout=0.2)
    assert "does not answer" in explain(raised.value, Server("127.0.0.1", port))
