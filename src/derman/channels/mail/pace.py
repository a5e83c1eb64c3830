"""How many mails a minute a server gets: providers shut out who sends faster than they allow."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from derman.channels.mail.models import ServerPace
from derman.channels.mail.servers import Server
from derman.kernel import clock

MINUTE = timedelta(minutes=1)
MOST = 600  # a minute, as a limit
CONNECTIONS, MOST_CONNECTIONS = 2, 10  # to one server at once: by default, as a choice
KNOWN = {"smtp.office365.com": 30}  # what providers say themselves; others limit by the day


def usual_limit(host: str) -> int:
    """What a server's provider allows in a minute; 0: nothing is known."""
    return KNOWN.get(host.rstrip(".").lower(), 0)  # protocol


def limit_of(host: str, port: int) -> int | None:
    """What was chosen for a server; None: as its provider says. 1 statement."""
    found = ServerPace.objects.filter(server=f"{host}:{port}").values_list("per_minute", flat=True).first()
    return found or None


def connections_of(host: str, port: int) -> int:
    """How many mails may be on their way to a server at once. 1 statement."""
    return chosen_connections(host, port) or CONNECTIONS


def chosen_connections(host: str, port: int) -> int | None:
    """What was chosen for a server; None: nothing. 1 statement."""
    return ServerPace.objects.filter(server=f"{host}:{port}").values_list("connections", flat=True).first()


def choose_limit(host: str, port: int, per_minute: int | None, connections: int | None = None) -> None:
    """Set the limits of a server; None: as its provider says, and CONNECTIONS at once."""
    chosen = {"per_minute": per_minute, "connections": connections}
    ServerPace.objects.update_or_create(server=f"{host}:{port}", defaults=chosen)


def take_turn(server: Server) -> bool:
    """May one more mail go to this server now? Counts it if so. Never more than the limit within any minute."""
    with transaction.atomic():
        row = ServerPace.objects.select_for_update().filter(server=str(server)).first()
        limit = (row.per_minute if row else None) or server.per_minute or usual_limit(server.host)
        if not limit:
            return True
        row = row or ServerPace(server=str(server))
        moment = clock.now()
        row.recent = [sent for sent in row.recent if moment - MINUTE < sent <= moment]
        if len(row.recent) >= limit:
            return False
        row.recent = [*row.recent, moment]
        row.save()
    return True
