"""What a webhook may call, and what it may not."""

from __future__ import annotations

import socket

import pytest

from derman.automation import webhooks


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.5", "192.168.1.1", "169.254.169.254", "0.0.0.1", "::1", "fe80::1", "fd00::1",
        "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1", "100.64.0.1",
    ],
)  # fmt: skip
def test_nothing_of_this_machine_or_its_network_is_called(monkeypatch, address):
    called = []
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = [(socket.AF_INET, 1, 6, "", ("93.184.216.34", 80)), (family, 1, 6, "", (address, 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **named: found)
    monkeypatch.setattr(socket, "create_connection", lambda *given: called.append(given))
    with pytest.raises(webhooks.NotCalled, match="not public"):
        webhooks.call("http://hooks.example/x", {})
    assert not called


def test_the_very_address_that_was_looked_at_is_called(monkeypatch):
    found = [(socket.AF_INET, 1, 6, "", ("93.184.216.34", 80))]
    answers = iter([found, [(socket.AF_INET, 1, 6, "", ("127.0.0.1", 80))]])  # a name that turns
    monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **named: next(answers))
    called = []

    def connect(place, *rest):
        called.append(place)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(webhooks.NotCalled, match="did not answer"):
        webhooks.call("http://hooks.example/x", {})
    assert called == [("93.184.216.34", 80)]


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://x.example",
        "https://",
        "https://user@x.example",
        "http://x.example:99999",
        "javascript:1",
    ],
)
def test_what_is_no_address_is_none(address):
    assert not webhooks.is_address(address)
