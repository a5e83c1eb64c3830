"""What may be called outside, and what may not."""

from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from derman.kernel import outward


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
    with pytest.raises(outward.NotCalled, match="not public"):
        outward.call("http://hooks.example/x", {})
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
    with pytest.raises(outward.NotCalled, match="did not answer"):
        outward.call("http://hooks.example/x", {})
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
    assert not outward.is_address(address)


@pytest.fixture
def service():
    """A service on this machine: what it was asked, and what it answers."""
    asked: list[tuple[str, str, dict[str, str], bytes]] = []
    said = {"status": 200, "body": b'{"ok": true}', "location": ""}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            asked.append((self.command, self.path, dict(self.headers), body))
            self.send_response(said["status"])
            if said["location"]:
                self.send_header("Location", said["location"])
            self.send_header("Content-Length", str(len(said["body"])))
            self.end_headers()
            self.wfile.write(said["body"])

        def log_message(self, *given: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked, said
    server.shutdown()
    server.server_close()


def test_a_service_of_ones_own_network_is_called_where_that_was_said(service):
    address, asked, _said = service
    with pytest.raises(outward.NotCalled, match="not public") as refused:
        outward.request("POST", f"{address}/unlock", body=b"{}")
    assert not refused.value.begun and not asked
    answer = outward.request("POST", f"{address}/unlock?a=1", body=b"{}", headers={"X-Key": "k"}, inside=True)
    assert (answer.status, answer.json()) == (200, {"ok": True})
    method, path, headers, body = asked[0]
    assert (method, path, headers["X-Key"], body) == ("POST", "/unlock?a=1", "k", b"{}")


def test_addresses_of_the_link_are_never_called(monkeypatch):
    found = [(socket.AF_INET, 1, 6, "", ("169.254.169.254", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **named: found)
    with pytest.raises(outward.NotCalled, match="not public"):
        outward.request("GET", "http://keys.example/latest/", inside=True)


def test_a_redirection_is_an_answer_and_a_long_one_is_cut(service):
    address, asked, said = service
    said.update(status=302, location=f"{address}/elsewhere", body=b"x" * 200_000)
    answer = outward.request("POST", address, body=b"", inside=True)
    assert answer.status == 302 and len(answer.body) == outward.LONGEST and len(asked) == 1
    assert answer.json() is None


def test_whether_the_other_side_may_have_acted_is_known():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
    with pytest.raises(outward.NotCalled) as refused:
        outward.request("POST", f"http://127.0.0.1:{port}/", inside=True)
    assert not refused.value.begun
