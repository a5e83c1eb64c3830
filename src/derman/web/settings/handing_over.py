"""The lines that a mail server needs to hand a mailbox's mail to this desk, filled in for this installation."""

from __future__ import annotations

import ipaddress
import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings


@dataclass(frozen=True, slots=True)
class HandingOver:
    """Ready to be copied; `listener` is empty where the desk listens on no port."""

    listener: str  # host:port of the SMTP listener
    transport: str  # a line of a Postfix regexp map that leads to the listener
    pipe_transport: str  # the same, to the pipe
    script: str  # a file that runs the command with the desk's data folder
    master: str  # lines of Postfix's master.cf


def handing_over(address: str) -> HandingOver:
    """For the mailbox with this address. Answers come back with a signed part behind a plus: the map takes both."""
    local, _at, domain = address.rpartition("@")
    pattern = rf"/^{re.escape(local)}(\+.*)?@{re.escape(domain)}$/"
    port = settings.DERMAN_SMTP_PORT
    host = _host()
    listener = f"{host}:{port}" if port else ""
    command = shlex.quote(str(Path(sys.prefix) / "bin" / "derman"))
    return HandingOver(
        listener=listener,
        transport=f"{pattern}    smtp:[{host}]:{port}" if port else "",
        pipe_transport=f"{pattern}    derman:",
        script="\n".join(
            [
                "#!/bin/sh",
                f"export DERMAN_DATA={shlex.quote(str(settings.DERMAN_DATA))}",
                f'exec {command} mail deliver --mailbox "$1"',
            ]
        ),
        master="derman  unix  -  n  n  -  4  pipe\n  flags=Rq user=derman argv=/usr/local/bin/derman-deliver "
        "${recipient}",
    )


def _host() -> str:
    """Where other machines find the listener: one that listens on all addresses is known by the desk's own name."""
    host = settings.DERMAN_SMTP_HOST
    try:
        everywhere = ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return host
    return urlsplit(settings.DERMAN_URL).hostname or host if everywhere else host
