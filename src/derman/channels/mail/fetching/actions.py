"""What administrators do about fetching: say where mail lies, check that, and let a provider let the desk in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from derman.channels.mail.errors import MailError, NotAllowed
from derman.channels.mail.fetching import grants, oauth
from derman.channels.mail.fetching.fetcher import opened
from derman.channels.mail.fetching.models import Afterwards, Arrival, MailboxGrant, MailboxSource, SignIn
from derman.channels.mail.fetching.words import FetchError
from derman.channels.mail.models import Encryption, Mailbox
from derman.desk.actions import audit
from derman.kernel import clock, secrets
from derman.people.models import Person

PORTS = {
    (Arrival.IMAP, Encryption.TLS): 993,
    (Arrival.IMAP, Encryption.STARTTLS): 143,
    (Arrival.IMAP, Encryption.NONE): 143,
    (Arrival.POP3, Encryption.TLS): 995,
    (Arrival.POP3, Encryption.STARTTLS): 110,
    (Arrival.POP3, Encryption.NONE): 110,
}
CHECK_PATIENCE = 12.0  # seconds for each answer while a person waits


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Could the mailbox be opened, and in plain words what was found or what is wrong."""

    ok: bool
    words: str


def _require_administrator(actor: Person) -> None:
    if not actor.is_administrator:
        raise NotAllowed(_("Only an administrator can do this."))


def save_arrival(
    *,
    actor: Person,
    mailbox: Mailbox,
    arrival: str,
    host: str = "",
    port: int | None = None,
    encryption: str = Encryption.TLS,
    sign_in: str = SignIn.PASSWORD,
    user: str = "",
    password: str | None = None,
    folder: str = "",
    afterwards: str = Afterwards.LEAVE,
    move_to: str = "",
    days: int | None = None,
    skip_existing: bool = False,
    tenant: str = "",
    client_id: str = "",
    client_secret: str | None = None,
    authorize_url: str = "",
    token_url: str = "",
    scope: str = "",
) -> MailboxSource:
    """Say how mail for `mailbox` comes to the desk. `password`, `client_secret` None: as it is.

    Raises NotAllowed, MailError that names the field.
    """
    _require_administrator(actor)
    _one_of(arrival, Arrival, "arrival")
    with transaction.atomic():
        row = MailboxSource.objects.select_for_update().filter(mailbox=mailbox).first() or MailboxSource(
            mailbox=mailbox
        )
        row.arrival = arrival
        if arrival != Arrival.HANDED:
            _one_of(encryption, Encryption, "encryption")
            _one_of(sign_in, SignIn, "sign_in")
            _set_server(row, host, port, encryption, user, folder)
            row.sign_in = sign_in
            _set_password(row, password)
            _set_afterwards(row, afterwards, move_to, days)
            row.skip_existing = skip_existing
            if sign_in != SignIn.PASSWORD:
                _save_grant(mailbox, sign_in, tenant, client_id, client_secret, authorize_url, token_url, scope)
        else:
            row.failures, row.failing_since, row.next_try_at, row.looked_at = 0, None, None, None
            row.problem, row.particulars, row.told = "", {}, False
        if row.pk:
            row.revision += 1
        row.save()
        audit(actor=actor, kind="mailbox.arrival_changed", address=mailbox.folded)
    return row


def _one_of(value: str, known: Any, field: str) -> None:
    if value not in known.values:
        raise MailError(_("Choose one of these."), field=field)


def _line(text: str, most: int) -> str:
    return " ".join("".join(sign for sign in text if sign.isprintable()).split())[:most]


def _set_server(row: MailboxSource, host: str, port: int | None, encryption: str, user: str, folder: str) -> None:
    host, user, folder = host.strip(), _line(user, 254), _line(folder, 200) or "INBOX"
    if not host or len(host) > 253 or any(sign.isspace() or sign in "/@:?#" for sign in host):
        raise MailError(_("A server's name looks like mail.example.com."), field="host")
    if not user:
        raise MailError(_("Enter the user name; mostly it is the address."), field="user")
    port = port or PORTS[Arrival(row.arrival), Encryption(encryption)]
    if not 1 <= port <= 65535:
        raise MailError(_("A port lies between 1 and 65535."), field="port")
    if (row.host, row.user) != (host, user):
        # a secret belongs to the server that it was entered for
        row.password_encrypted = ""
    if (row.host, row.user, row.folder) != (host, user, folder):
        row.began_at = row.looked_at = row.fetched_at = None
    row.host, row.port, row.encryption, row.user, row.folder = host, port, encryption, user, folder


def _set_password(row: MailboxSource, password: str | None) -> None:
    if row.sign_in != SignIn.PASSWORD:
        row.password_encrypted = ""
    elif password:
        row.password_encrypted = secrets.encrypt(password)
    if row.sign_in == SignIn.PASSWORD and not row.password_encrypted:
        raise MailError(_("Enter the password for this server and user."), field="password")


def _set_afterwards(row: MailboxSource, afterwards: str, move_to: str, days: int | None) -> None:
    _one_of(afterwards, Afterwards, "afterwards")
    move_to = _line(move_to, 200)
    if afterwards == Afterwards.MOVE:
        if row.arrival == Arrival.POP3:
            raise MailError(_("POP3 knows no folders. Use IMAP, or choose something else."), field="afterwards")
        if not move_to or move_to == row.folder:
            raise MailError(_("Name another folder than the one that is read."), field="move_to")
    if days is not None and not 1 <= days <= 3650:
        raise MailError(_("Between 1 and 3650 days."), field="days")
    row.afterwards, row.move_to, row.days = afterwards, move_to, days or row.days


def save_grant(
    *,
    actor: Person,
    mailbox: Mailbox,
    provider: str,
    tenant: str = "",
    client_id: str = "",
    client_secret: str | None = None,
    authorize_url: str = "",
    token_url: str = "",
    scope: str = "",
) -> None:
    """Say by which provider the desk may use the mailbox, also where it only sends. `client_secret` None: as it is.

    Raises NotAllowed, MailError that names the field.
    """
    _require_administrator(actor)
    if provider not in SignIn.values or provider == SignIn.PASSWORD:
        raise MailError(_("Choose one of these."), field="provider")
    with transaction.atomic():
        _save_grant(mailbox, provider, tenant, client_id, client_secret, authorize_url, token_url, scope)
        audit(actor=actor, kind="mailbox.provider_changed", address=mailbox.folded)


def _save_grant(
    mailbox: Mailbox,
    provider: str,
    tenant: str,
    client_id: str,
    client_secret: str | None,
    authorize_url: str,
    token_url: str,
    scope: str,
) -> None:
    grant = MailboxGrant.objects.select_for_update().filter(mailbox=mailbox).first() or MailboxGrant(mailbox=mailbox)
    before = (grant.provider, grant.client_id, grant.token_url)
    grant.provider, grant.client_id = provider, _line(client_id, 300)
    if not grant.client_id:
        raise MailError(_("Enter the client ID that the provider gave you for the desk."), field="client_id")
    grant.tenant = _line(tenant, 100)
    if any(not (sign.isascii() and (sign.isalnum() or sign in "-.")) for sign in grant.tenant):
        raise MailError(_("A tenant is a domain or an ID, like example.com."), field="tenant")
    known = oauth.PROVIDERS.get(provider)
    if known is not None:
        place = grant.tenant or "organizations"
        grant.authorize_url = known.authorize_url.format(tenant=place)
        grant.token_url, grant.scope = known.token_url.format(tenant=place), known.scope
    else:
        grant.authorize_url, grant.token_url = _line(authorize_url, 500), _line(token_url, 500)
        grant.scope = _line(scope, 500)
        for field in ("authorize_url", "token_url"):
            if not oauth.is_safe_address(getattr(grant, field)):
                raise MailError(_("This address must begin with https://."), field=field)
    if before != (grant.provider, grant.client_id, grant.token_url):
        # what one provider gave must not be shown to another
        grant.client_secret_encrypted = grant.refresh_token_encrypted = grant.access_token_encrypted = ""
        grant.expires_at = grant.signed_in_at = None
    if client_secret is not None:
        grant.client_secret_encrypted = secrets.encrypt(client_secret) if client_secret else ""
    grant.save()


def check_connection(*, actor: Person, mailbox: Mailbox) -> CheckResult:
    """Connect, sign in and open the folder, as the fetcher does; nothing is fetched. Raises NotAllowed."""
    _require_administrator(actor)
    source = MailboxSource.objects.select_related("mailbox").filter(mailbox=mailbox).first()
    if source is None or source.arrival == Arrival.HANDED:
        return CheckResult(False, _("There is nothing to check: mail for this address is handed over to the desk."))
    try:
        with opened(source, patience=CHECK_PATIENCE) as box:
            count = box.count()
    except FetchError as error:
        return CheckResult(False, str(error))
    if source.failures:
        # the fetcher need not wait until its next try
        try_again(source)
    said = ngettext(
        "%(server)s let %(user)s in. There is %(count)s mail.",
        "%(server)s let %(user)s in. There are %(count)s mails.",
        count,
    )
    return CheckResult(True, said % {"server": source.host, "user": source.user, "count": count})


def try_again(source: MailboxSource) -> None:
    """Have the fetcher begin anew, within seconds."""
    MailboxSource.objects.filter(pk=source.pk).update(revision=source.revision + 1)


def sign_in_address(*, actor: Person, mailbox: Mailbox, redirect: str, state: str, verifier: str) -> str:
    """Where the administrator goes to let the desk in. Raises NotAllowed, MailError."""
    _require_administrator(actor)
    grant = MailboxGrant.objects.filter(mailbox=mailbox).first()
    source = MailboxSource.objects.filter(mailbox=mailbox).first()
    if grant is None:
        raise MailError(_("Save the client ID first."), field="client_id")
    fetches = source is not None and source.sign_in != SignIn.PASSWORD
    return oauth.authorize_address(
        authorize_url=grant.authorize_url,
        client_id=grant.client_id,
        scope=grant.scope,
        redirect=redirect,
        state=state,
        verifier=verifier,
        provider=grant.provider,
        user=(source.user if source and fetches else "") or mailbox.user or mailbox.address,
    )


def finish_sign_in(*, actor: Person, mailbox: Mailbox, code: str, redirect: str, verifier: str) -> None:
    """The administrator came back with a code: keep what it is good for. Raises NotAllowed, MailError."""
    _require_administrator(actor)
    grant = MailboxGrant.objects.filter(mailbox=mailbox).first()
    if grant is None:
        raise MailError(_("Save the client ID first."))
    provider = grants.name_of(grant)
    try:
        secret = secrets.decrypt(grant.client_secret_encrypted) if grant.client_secret_encrypted else ""
        tokens = oauth.exchange(
            token_url=grant.token_url,
            client_id=grant.client_id,
            client_secret=secret,
            code=code,
            redirect=redirect,
            verifier=verifier,
        )
    except secrets.SecretUnreadable as error:
        raise FetchError("secret_unreadable") from error
    except oauth.Refused as error:
        wrong_client = error.code in ("invalid_client", "unauthorized_client")
        raise FetchError(
            "client_refused" if wrong_client else "grant_refused", provider=provider, words=error
        ) from error
    except oauth.Away as error:
        raise FetchError("provider_away", provider=provider, words=error) from error
    if not tokens.refresh:
        raise MailError(
            _("%(provider)s gave a key for an hour only. Allow offline access for the desk there, and sign in again.")
            % {"provider": provider}
        )
    with transaction.atomic():
        grant.signed_in_at = clock.now()
        grants.keep(grant, tokens)
        audit(actor=actor, kind="mailbox.signed_in", address=mailbox.folded, provider=provider)
        for source in MailboxSource.objects.select_for_update().filter(mailbox=mailbox):
            try_again(source)
