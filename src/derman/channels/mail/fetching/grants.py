"""Permissions of providers: a key that is always fresh, for whoever works with the mailbox."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from django.db import transaction

from derman.channels.mail.fetching import oauth
from derman.channels.mail.fetching.models import MailboxGrant
from derman.channels.mail.fetching.words import FetchError
from derman.kernel import clock, secrets

EARLY = timedelta(minutes=5)  # a token that ends within this time is renewed before it is used


def name_of(grant: MailboxGrant) -> str:
    """The provider as people call it."""
    known = oauth.PROVIDERS.get(grant.provider)
    return known.name if known else urlsplit(grant.authorize_url).hostname or grant.provider


def meaning_of(error: oauth.Refused) -> str:
    """Is it the desk that the provider does not know, or the person's permission? A code of words.PROBLEMS."""
    return "client_refused" if error.code in ("invalid_client", "unauthorized_client") else "grant_refused"


def access_token(mailbox: int, *, fresh: bool = False) -> str:
    """An access token for the mailbox; `fresh`: the last one was refused. Raises FetchError.

    Two who come at once wait for each other: some providers take a refresh token only once.
    """
    with transaction.atomic():
        grant = MailboxGrant.objects.select_for_update().filter(mailbox=mailbox).first()
        if grant is None or not grant.refresh_token_encrypted:
            raise FetchError("not_signed_in")
        try:
            held = secrets.decrypt(grant.access_token_encrypted) if grant.access_token_encrypted else ""
            if held and not fresh and grant.expires_at and grant.expires_at - EARLY > clock.now():
                return held
            tokens = _renewed(grant)
        except secrets.SecretUnreadable as error:
            raise FetchError("secret_unreadable") from error
        keep(grant, tokens)
        return tokens.access


def _renewed(grant: MailboxGrant) -> oauth.Tokens:
    provider = name_of(grant)
    try:
        return oauth.refresh(
            token_url=grant.token_url,
            client_id=grant.client_id,
            client_secret=secrets.decrypt(grant.client_secret_encrypted) if grant.client_secret_encrypted else "",
            refresh_token=secrets.decrypt(grant.refresh_token_encrypted),
            scope=grant.scope,
        )
    except oauth.Refused as error:
        raise FetchError(meaning_of(error), provider=provider, words=error) from error
    except oauth.Away as error:
        raise FetchError("provider_away", provider=provider, words=error) from error


def keep(grant: MailboxGrant, tokens: oauth.Tokens) -> None:
    """Put tokens away, encrypted."""
    grant.access_token_encrypted = secrets.encrypt(tokens.access)
    if tokens.refresh:
        grant.refresh_token_encrypted = secrets.encrypt(tokens.refresh)
    grant.expires_at = clock.now() + timedelta(seconds=tokens.seconds)
    grant.save()
