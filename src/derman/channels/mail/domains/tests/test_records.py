"""What a domain needs in DNS, what is there, what is wrong, and what to publish."""

from __future__ import annotations

import pytest

from derman.channels.mail.domains.records import Finding, assess
from derman.channels.mail.domains.tests.zones import Zone
from derman.channels.mail.trust.proof.resolver import Questions

DOMAIN = "ege.example"


def found(zone: Zone, host: str = "mail.ege.example", own: str = "desk.ege.example") -> dict[str, Finding]:
    return {one.what: one for one in assess(DOMAIN, host, own, [], Questions(fresh=True))}


@pytest.fixture
def served(zone: Zone) -> Zone:
    """A mail server of one's own, with an address that the world sees."""
    zone.records["mail.ege.example", "A"] = ["93.184.216.34"]
    zone.records["desk.ege.example", "A"] = ["93.184.216.35"]
    return zone


def test_a_bare_domain_needs_everything(served: Zone) -> None:
    shown = found(served)
    assert {what: one.state for what, one in shown.items()} == {
        "SPF": "wrong",
        "DKIM": "warn",
        "DMARC": "wrong",
        "MX": "wrong",
    }
    assert (shown["SPF"].name, shown["SPF"].record) == (DOMAIN, "v=spf1 a:mail.ege.example ~all")
    assert (shown["DMARC"].name, shown["DMARC"].record) == ("_dmarc.ege.example", "v=DMARC1; p=none")


def test_a_domain_that_allows_its_server_is_well(served: Zone) -> None:
    served.text(DOMAIN, "google-site-verification=x", "v=spf1 mx -all")
    served.records[DOMAIN, "MX"] = [(10, "mail.ege.example")]
    served.text("_dmarc.ege.example", "v=DMARC1; p=reject")
    shown = found(served)
    assert [shown[what].state for what in ("SPF", "DMARC", "MX")] == ["good", "good", "good"]
    assert shown["SPF"].now == ["v=spf1 mx -all"] and shown["SPF"].record == ""


@pytest.mark.parametrize(
    ("there", "wanted"),
    [
        (["v=spf1 include:_spf.google.com -all"], "v=spf1 a:mail.ege.example include:_spf.google.com -all"),
        (["v=spf1 mx ~all", "v=spf1 ip4:192.0.2.1 -all"], "v=spf1 a:mail.ege.example mx ip4:192.0.2.1 -all"),
        (["v=spf1 mx +all"], "v=spf1 mx ~all"),
        (["v=spf1"], "v=spf1 a:mail.ege.example ~all"),
    ],
)
def test_the_record_to_publish_keeps_what_is_allowed_already(served: Zone, there: list[str], wanted: str) -> None:
    served.text(DOMAIN, *there)
    shown = found(served)["SPF"]
    assert shown.state in ("wrong", "warn") and shown.record == wanted


def test_a_provider_counts_also_by_way_of_another_record(zone: Zone) -> None:
    zone.text(DOMAIN, "v=spf1 include:all.ege.example -all")
    assert found(zone, "smtp.gmail.com")["SPF"].record == (
        "v=spf1 include:_spf.google.com include:all.ege.example -all"
    )
    zone.text("all.ege.example", "v=spf1 include:_spf.google.com ?all")
    zone.text("google._domainkey.ege.example", "v=DKIM1; k=rsa; p=MIIB")
    shown = found(zone, "smtp.gmail.com")
    assert (shown["SPF"].state, shown["DKIM"].state, shown["MX"].record) == ("good", "good", "1 smtp.google.com.")


def test_a_server_on_this_machine_counts_by_the_desks_public_name(served: Zone) -> None:
    served.text(DOMAIN, "v=spf1 -all")
    assert found(served, "127.0.0.1")["SPF"].record == "v=spf1 a:desk.ege.example -all"
    unknown = found(served, "localhost", own="localhost")["SPF"]
    assert (unknown.state, unknown.record) == ("unknown", "")


def test_without_a_server_spf_waits_for_one(served: Zone) -> None:
    assert found(served, "")["SPF"].state == "unknown"


def test_a_domain_that_takes_no_mail_says_so(served: Zone) -> None:
    served.records[DOMAIN, "MX"] = [(0, ".")]
    assert found(served)["MX"].state == "wrong"


def test_the_policy_above_holds_for_a_domain_below(served: Zone) -> None:
    served.text("_dmarc.ege.example", "v=DMARC1; p=none; sp=quarantine")
    (shown,) = [
        one for one in assess("destek.ege.example", "mail.ege.example", "", [], Questions()) if one.what == "DMARC"
    ]
    assert shown.state == "good" and shown.now == ["v=DMARC1; p=none; sp=quarantine"]


def test_records_that_loop_end(served: Zone) -> None:
    served.text(DOMAIN, "v=spf1 include:a.example ~all")
    served.text("a.example", "v=spf1 include:b.example")
    served.text("b.example", "v=spf1 include:a.example")
    assert found(served, "smtp.gmail.com")["SPF"].state == "wrong"


def test_where_dns_is_away_nothing_is_claimed(zone: Zone) -> None:
    zone.away = True
    shown = found(zone)
    assert [shown[what].state for what in ("SPF", "DMARC", "MX")] == ["unknown"] * 3
    assert found(zone, "smtp.gmail.com")["DKIM"].state == "unknown"


def test_a_providers_own_domain_needs_nothing(zone: Zone) -> None:
    (shown,) = assess("gmail.com", "smtp.gmail.com", "", [], Questions())
    assert (shown.state, shown.record) == ("good", "")
    assert zone.asked == []
