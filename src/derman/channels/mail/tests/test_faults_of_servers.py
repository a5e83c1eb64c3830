"""What a server does wrong is said in plain words that name the way out."""

from __future__ import annotations

import smtplib
import socket

import pytest

from derman.channels.mail.servers import Server, explain, is_of_the_settings


def test_a_server_that_takes_no_password_says_so() -> None:
    error = smtplib.SMTPNotSupportedError("SMTP AUTH extension not supported by server.")
    assert "takes no user name" in explain(error, Server("mail.ege.example", 25))


def test_a_server_that_takes_the_connection_and_stays_silent_may_expect_tls() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(smtplib.SMTPServerDisconnected) as raised:
            smtplib.SMTP("127.0.0.1", port, timeout=0.2)
    assert "TLS from the start" in explain(raised.value, Server("127.0.0.1", port))


def test_a_server_that_cannot_be_reached_in_time_does_not_answer() -> None:
    assert "does not answer" in explain(TimeoutError("timed out"), Server("mail.ege.example", 25))


def test_what_is_no_mail_server_is_told_apart() -> None:
    # smtplib takes the first letters of a web server's answer for a code
    error = smtplib.SMTPConnectError(-1, b"/1.0 400 Bad Request")
    assert "is no mail server" in explain(error, Server("mail.ege.example", 80))
    assert "is no mail server" not in explain(
        smtplib.SMTPConnectError(554, b"Go away"), Server("mail.ege.example", 587)
    )


def test_what_a_server_said_is_quoted() -> None:
    error = smtplib.SMTPAuthenticationError(535, b"5.7.8 Bad credentials")
    assert explain(error, Server("mail.ege.example", 587)).endswith("“535 5.7.8 Bad credentials”.")


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPSenderRefused(553, b"5.7.1 Sender address rejected: not owned by user", "help@ege.example"),
        smtplib.SMTPSenderRefused(530, b"5.7.0 Authentication Required", "help@ege.example"),
        smtplib.SMTPNotSupportedError("STARTTLS extension not supported by server."),
        smtplib.SMTPNotSupportedError("SMTP AUTH extension not supported by server."),
        smtplib.SMTPRecipientsRefused({"a@x.example": (554, b"5.7.1 <a@x.example>: Relay access denied")}),
        smtplib.SMTPRecipientsRefused({"a@x.example": (550, b"relay not permitted"), "b@x.example": (530, b"No")}),
        smtplib.SMTPRecipientsRefused({"a@x.example": (550, b"5.7.54 SMTP; Unable to relay recipient")}),
    ],
)
def test_what_only_a_person_can_mend_in_the_settings_fails_no_mail(error: Exception) -> None:
    assert is_of_the_settings(error)


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPSenderRefused(552, b"5.3.4 Message size exceeds fixed limit", "help@ege.example"),
        smtplib.SMTPSenderRefused(451, b"4.3.0 Try again later", "help@ege.example"),
        smtplib.SMTPNotSupportedError("SMTPUTF8 not supported by server"),
        smtplib.SMTPRecipientsRefused({"a@x.example": (550, b"5.1.1 No such user")}),
        smtplib.SMTPRecipientsRefused({"a@x.example": (530, b"No"), "b@x.example": (550, b"5.1.1 No such user")}),
        smtplib.SMTPRecipientsRefused({"a@x.example": (450, b"4.7.1 Relay access denied for now")}),
        smtplib.SMTPDataError(554, b"5.7.1 Spam"),
    ],
)
def test_what_is_wrong_with_one_mail_is_told_at_that_mail(error: Exception) -> None:
    assert not is_of_the_settings(error)
