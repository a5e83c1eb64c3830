"""Services as people find them."""

from __future__ import annotations

import pytest

from derman.catalogue import actions


@pytest.mark.parametrize(
    ("lang", "other", "said"), [("en", "tr", "Only in Turkish"), ("tr", "en", "Yalnızca İngilizce")]
)
def test_a_service_that_is_there_in_another_language_alone_says_in_which(
    client, aylin, mert, settings, lang, other, said
):
    actions.save_service(actor=aylin, names={other: "Tunnel"}, summaries={other: "Away"}, published=True)
    actions.save_service(actor=aylin, names={"en": "Bridge", "tr": "Bridge"}, published=True)
    client.force_login(mert)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = mert.language = lang
    mert.save(update_fields=["language"])
    for address in ("/", "/services/", "/services/?q=tunnel", "/services/tunnel/"):
        page = client.get(address).content.decode()
        assert (page.count(said), f'lang="{other}">Tunnel</' in page) == (1, True), address
    assert said not in client.get("/services/bridge/").content.decode()
