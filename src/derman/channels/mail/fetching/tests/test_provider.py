"""Signing in with a provider: the way there and back, keys that are renewed, and permissions that end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from derman.channels.mail.fetching import grants, oauth
from derman.channels.mail.fetching.actions import finish_sign_in, sign_in_address
from derman.channels.mail.fetching.models import MailboxGrant, MailboxSource
from derman.channels.mail.fetching.tests.looks import look, numbered
from derman.channels.mail.fetching.words import FetchError
from derman.kernel import clock, secrets
from derman.people.models import Person
from tests.dovecot import Mails
from tests.provider import CLIENT_ID, CLIENT_SECRET, Provider

Sourced = Callable[..., MailboxSource]
BACK = "http://testserver/desk/settings/mailboxes/signed-in/"


@pytest.fixture
def signed_in(sourced: Sourced, mails: Mails, provider: Provider, request: pytest.FixtureRequest) -> MailboxSource:
    """A mailbox that the desk opens with a provider's key."""
    provider.gone, provider.seconds = False, 3600
    source = sourced(mails, sign_in="other", password_encrypted="", arrival=getattr(request, "param", "imap"))
    MailboxGrant.objects.create(
        mailbox=source.mailbox,
        provider="other",
        client_id=CLIENT_ID,
        client_secret_encrypted=secrets.encrypt(CLIENT_SECRET),
        authorize_url=f"{provider.url}/authorize",
        token_url=f"{provider.url}/token",
        scope="mail",
        refresh_token_encrypted=secrets.encrypt(provider.sign_in(mails.user)),
    )
    return source


def code_for(source: MailboxSource, aylin: Person, verifier: str, provider: Provider) -> str:
    """Aylin goes to the provider and comes back with a code."""
    there = sign_in_address(actor=aylin, mailbox=source.mailbox, redirect=BACK, state="s", verifier=verifier)
    query = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
    assert verifier not in there
    return parse_qs(urlsplit(provider.authorize(query)).query)["code"][0]


@pytest.mark.parametrize("signed_in", ["imap", "pop3"], indirect=True)
def test_mail_is_fetched_with_a_providers_key(signed_in: MailboxSource, mails: Mails) -> None:
    mails.deliver(*numbered(1))
    assert look(signed_in) == 1


def test_the_way_to_the_provider_and_back(
    signed_in: MailboxSource, mails: Mails, aylin: Person, provider: Provider
) -> None:
    MailboxGrant.objects.update(refresh_token_encrypted="", access_token_encrypted="")
    with pytest.raises(FetchError) as failed:
        look(signed_in)
    assert failed.value.code == "not_signed_in"
    provider.account = mails.user
    verifier = oauth.new_verifier()
    code = code_for(signed_in, aylin, verifier, provider)
    finish_sign_in(actor=aylin, mailbox=signed_in.mailbox, code=code, redirect=BACK, verifier=verifier)
    mails.deliver(*numbered(1))
    assert look(signed_in) == 1
    grant = MailboxGrant.objects.get()
    kept = grant.refresh_token_encrypted + grant.access_token_encrypted + grant.client_secret_encrypted
    assert not any(token in kept for token in (*provider.refresh_tokens, *provider.access_tokens, CLIENT_SECRET))


def test_a_code_is_nothing_without_what_only_this_browser_knows(
    signed_in: MailboxSource, aylin: Person, provider: Provider
) -> None:
    code = code_for(signed_in, aylin, oauth.new_verifier(), provider)
    with pytest.raises(FetchError) as failed:
        finish_sign_in(actor=aylin, mailbox=signed_in.mailbox, code=code, redirect=BACK, verifier=oauth.new_verifier())
    assert failed.value.code == "grant_refused"


def test_a_key_that_is_about_to_end_is_renewed_before(signed_in: MailboxSource, provider: Provider) -> None:
    box = signed_in.mailbox_id
    first = grants.access_token(box)
    assert grants.access_token(box) == first
    with clock.frozen_at(clock.now() + timedelta(minutes=56)):
        assert grants.access_token(box) != first


@pytest.mark.parametrize("signed_in", ["imap", "pop3"], indirect=True)
def test_a_key_that_ended_before_its_time_is_renewed(
    signed_in: MailboxSource, mails: Mails, provider: Provider
) -> None:
    look(signed_in)
    provider.forget_access()
    mails.deliver(*numbered(1))
    assert look(signed_in) == 1


def test_a_permission_that_was_taken_back(signed_in: MailboxSource, provider: Provider) -> None:
    provider.forget_everybody()
    with pytest.raises(FetchError) as failed:
        look(signed_in)
    assert failed.value.code == "grant_refused"
    assert "no longer lets the desk into this mailbox. Sign in again" in str(failed.value)
    assert "Token has been expired or revoked." in str(failed.value)


def test_a_client_that_the_provider_does_not_know(signed_in: MailboxSource) -> None:
    MailboxGrant.objects.update(client_secret_encrypted=secrets.encrypt("another"))
    with pytest.raises(FetchError) as failed:
        look(signed_in)
    assert failed.value.code == "client_refused"


def test_a_provider_that_is_away(signed_in: MailboxSource, provider: Provider) -> None:
    provider.gone = True
    with pytest.raises(FetchError) as failed:
        look(signed_in)
    assert failed.value.code == "provider_away"


def test_the_key_of_somebody_else_opens_nothing(signed_in: MailboxSource, provider: Provider) -> None:
    MailboxGrant.objects.update(refresh_token_encrypted=secrets.encrypt(provider.sign_in("somebody")))
    with pytest.raises(FetchError) as failed:
        look(signed_in)
    assert failed.value.code == "token_refused"


def test_google_and_microsoft_are_asked_for_keys_that_last() -> None:
    google = oauth.PROVIDERS["google"]
    address = oauth.authorize_address(
        authorize_url=google.authorize_url,
        client_id="id",
        scope=google.scope,
        redirect=BACK,
        state="s",
        verifier="v" * 50,
        provider="google",
        user="help@ege.example",
    )
    query = parse_qs(urlsplit(address).query)
    assert query["access_type"] == ["offline"]
    assert query["code_challenge_method"] == ["S256"]
    assert query["login_hint"] == ["help@ege.example"]
    assert "offline_access" in oauth.PROVIDERS["microsoft"].scope


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://login.example/token", True),
        ("http://127.0.0.1:8080/token", True),
        ("http://login.example/token", False),
        ("file:///etc/passwd", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_secrets_go_over_https_only(address: str, safe: bool) -> None:
    assert oauth.is_safe_address(address) is safe
