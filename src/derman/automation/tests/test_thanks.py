"""Messages that say nothing but thanks, and those that say more."""

from __future__ import annotations

import pytest

from derman.automation.thanks import says_only_thanks


@pytest.mark.parametrize(
    "text",
    [
        "Teşekkürler", "TEŞEKKÜRLER!", "Çok teşekkür ederim, sorun çözüldü.", "Sağ olun Elif Hanım, elinize sağlık",
        "tşk", "Merhaba,\nYardımınız için teşekkür ederim.\nİyi günler\nMert Kaya", "Thanks a lot, it works now!",
        "Thank you very much for your quick help. Kind regards, Mert", "thx",
    ],
)  # fmt: skip
def test_only_thanks(text):
    assert says_only_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "Merhaba", "Teşekkürler ama hâlâ çalışmıyor", "Teşekkürler, peki ikinci ekran ne zaman gelecek?",
        "Thanks, but it still drops.", "Thanks. How do I install it", "Please send the invoice. Thanks",
        "Teşekkürler, bir de muhasebe klasörüne yetki verebilir misiniz lütfen",
    ],
)  # fmt: skip
def test_more_than_thanks(text):
    assert not says_only_thanks(text)
