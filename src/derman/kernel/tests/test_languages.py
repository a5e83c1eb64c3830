"""The words of all rooms in one dictionary say what the rooms say."""

from __future__ import annotations

from typing import Any, cast

import pytest
from django.utils.translation import gettext, ngettext, override, pgettext, trans_real

from derman.kernel import languages


@pytest.fixture
def loaded_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trans_real, "_translations", {})


def _said(code: str) -> dict[Any, Any]:
    """Every text of a language, singular and for some numbers."""
    catalog = cast("Any", trans_real.translation(code))._catalog
    said: dict[Any, Any] = {}
    for key in set(catalog.keys()):
        said[key] = catalog.get(key)
        if isinstance(key, tuple):
            said[key[0], "counted"] = [catalog.plural(key[0], number) for number in (0, 1, 2, 21)]
    return said


@pytest.mark.usefixtures("loaded_anew")
@pytest.mark.parametrize("code", ["en", "tr"])
def test_every_text_is_said_as_before(code: str) -> None:
    before = _said(code)
    languages.put_together()
    assert isinstance(cast("Any", trans_real.translation(code))._catalog, languages.OneDictionary)
    assert _said(code) == before


@pytest.mark.usefixtures("loaded_anew")
def test_words_come_from_every_room_and_what_none_has_stays() -> None:
    languages.put_together()
    languages.put_together()
    with override("tr"):
        assert gettext("Nothing waits for you") != "Nothing waits for you"
        assert pgettext("promise", "late {}") != "late {}"
        assert gettext("Nobody has written this") == "Nobody has written this"
        assert ngettext("A cloud nobody counts", "Clouds nobody counts", 2) == "Clouds nobody counts"
    with override("en"):
        assert gettext("Nothing waits for you") == "Nothing waits for you"
