"""The starting set: what every desk is asked."""

from __future__ import annotations

from derman.runbooks.seeds import accounts, devices, files, joining, network, phishing, phones, printing
from derman.runbooks.seeds.sketch import Sketch

ALL: tuple[Sketch, ...] = (
    accounts.LOCKED_OUT,
    accounts.PASSWORD,
    network.VPN,
    printing.PRINTER,
    network.WIFI,
    phones.MAIL,
    devices.SLOW,
    files.SHARED_FOLDER,
    joining.NEW_STARTER,
    phishing.PHISHING,
)
