"""The words of the typed query: keys and values with their codes, as one writes them in English and in Turkish."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from derman.kernel.folding import fold

type Words = dict[str, dict[str, tuple[str, ...]]]

# code → as it is written in each language; the first stands where a query is shown, the others are understood as well
KEYS: Words = {
    "is": {"en": ("is", "status"), "tr": ("durum",)},
    "assignee": {"en": ("assignee", "to"), "tr": ("temsilci", "kimde")},
    "requester": {"en": ("requester", "from"), "tr": ("sahibi", "kimden")},
    "org": {"en": ("org", "organisation"), "tr": ("kurum",)},
    "team": {"en": ("team",), "tr": ("ekip",)},
    "category": {"en": ("category",), "tr": ("kategori",)},
    "tag": {"en": ("tag",), "tr": ("etiket",)},
    "priority": {"en": ("priority",), "tr": ("öncelik",)},
    "kind": {"en": ("kind",), "tr": ("tür",)},
    "channel": {"en": ("channel",), "tr": ("kanal",)},
    "waiting": {"en": ("waiting",), "tr": ("bekleyen",)},
    "due": {"en": ("due",), "tr": ("termin",)},
    "created": {"en": ("created", "opened"), "tr": ("açılış",)},
    "updated": {"en": ("updated",), "tr": ("güncelleme",)},
    "resolved": {"en": ("resolved",), "tr": ("çözüm",)},
    "closed": {"en": ("closed",), "tr": ("kapanış",)},
    "spent": {"en": ("spent",), "tr": ("harcanan",)},
    "watcher": {"en": ("watcher", "watching"), "tr": ("izleyen",)},
    "issue": {"en": ("issue", "tracker"), "tr": ("kayıt",)},
}
# the desk's own fields are asked by their key behind this: field.cost_centre:4711
OWN: Words = {"field": {"en": ("field",), "tr": ("alan",)}}
_ABOUT = {
    "is": _("Status"),
    "assignee": _("Who has it"),
    "requester": _("Who asked"),
    "org": _("The requester's organisation"),
    "team": _("Team"),
    "category": _("Category, with all below it"),
    "tag": _("Tag"),
    "priority": _("Priority"),
    "kind": _("Kind"),
    "channel": _("How it came"),
    "waiting": _("What it waits for"),
    "due": _("When something is due: 4h, late, today"),
    "created": _("When it was opened"),
    "updated": _("When it changed last"),
    "resolved": _("When it was resolved"),
    "closed": _("When it was closed"),
    "spent": _("Time written down on it"),
    "watcher": _("Who watches it"),
    "issue": _("Its issue at the makers of the software"),
    "field": _("A field of the desk's own"),
}
MOMENTS = ("due", "created", "updated", "resolved", "closed")
PEOPLE = ("assignee", "requester")

_STATES: Words = {
    "open": {"en": ("open",), "tr": ("açık",)},
    "new": {"en": ("new",), "tr": ("yeni",)},
    "in-progress": {"en": ("in-progress",), "tr": ("işlemde",)},
    "waiting": {"en": ("waiting",), "tr": ("bekliyor",)},
    "resolved": {"en": ("resolved",), "tr": ("çözüldü",)},
    "closed": {"en": ("closed",), "tr": ("kapandı",)},
    "spam": {"en": ("spam",), "tr": ("istenmeyen",)},
}
_PRIORITIES: Words = {
    "critical": {"en": ("critical", "p1"), "tr": ("kritik",)},
    "high": {"en": ("high", "p2"), "tr": ("yüksek",)},
    "normal": {"en": ("normal", "p3"), "tr": ("olağan",)},
    "low": {"en": ("low", "p4"), "tr": ("düşük",)},
}
_KINDS: Words = {
    "incident": {"en": ("incident",), "tr": ("arıza",)},
    "request": {"en": ("request",), "tr": ("hizmet",)},
}
_CHANNELS: Words = {
    "email": {"en": ("email", "e-mail"), "tr": ("e-posta", "eposta")},
    "portal": {"en": ("portal",), "tr": ("portal",)},
    "chat": {"en": ("chat",), "tr": ("sohbet",)},
    "phone": {"en": ("phone",), "tr": ("telefon",)},
    "api": {"en": ("api",), "tr": ("api",)},
    "alert": {"en": ("alert",), "tr": ("izleme",)},
    "template": {"en": ("template", "recurring"), "tr": ("şablon", "yinelenen")},
}
_WAITING: Words = {
    "requester": {"en": ("requester",), "tr": ("sahibi",)},
    "vendor": {"en": ("vendor",), "tr": ("tedarikçi",)},
    "change": {"en": ("change",), "tr": ("değişiklik",)},
    "date": {"en": ("date",), "tr": ("tarih",)},
    "approval": {"en": ("approval",), "tr": ("onay",)},
}
_NONE: Words = {"none": {"en": ("none",), "tr": ("yok",)}}
_PERSON: Words = {"me": {"en": ("me",), "tr": ("ben", "bende")}}
_NOBODY: Words = {"nobody": {"en": ("nobody", "none"), "tr": ("kimse",)}}
_SOMETHING: Words = {"any": {"en": ("any",), "tr": ("var",)}}
_DAYS: Words = {
    "today": {"en": ("today",), "tr": ("bugün",)},
    "yesterday": {"en": ("yesterday",), "tr": ("dün",)},
    "tomorrow": {"en": ("tomorrow",), "tr": ("yarın",)},
    "now": {"en": ("now",), "tr": ("şimdi",)},
}
_DUE: Words = {**_DAYS, **_NONE, "late": {"en": ("late", "overdue"), "tr": ("geciken", "gecikti")}}
_ISSUES: Words = {
    "open": _STATES["open"],
    "closed": {"en": ("closed",), "tr": ("kapandı", "kapalı")},
    "failing": {"en": ("failing",), "tr": ("aksayan",)},
    **_SOMETHING,
    **_NONE,
}
# key → the values that have a code
VALUES: dict[str, Words] = {
    "is": _STATES,
    "priority": _PRIORITIES,
    "kind": _KINDS,
    "channel": _CHANNELS,
    "waiting": _WAITING,
    "issue": _ISSUES,
    "assignee": {**_PERSON, **_NOBODY},
    "watcher": {**_PERSON, **_NOBODY},
    "requester": _PERSON,
    "field": {**_NONE, **_SOMETHING},
    "team": _NONE,
    "category": _NONE,
    "tag": _NONE,
    "org": _NONE,
    **dict.fromkeys(MOMENTS, _DAYS),
    "due": _DUE,
}
CLOSED = ("is", "priority", "kind", "channel", "waiting", "issue")  # keys that have no other values
UNITS: Words = {
    "m": {"en": ("m", "min"), "tr": ("dk",)},
    "h": {"en": ("h",), "tr": ("sa",)},
    "d": {"en": ("d",), "tr": ("g", "gün")},
    "w": {"en": ("w",), "tr": ("hf",)},
}


def _by_word(table: Words) -> dict[str, str]:
    return {fold(word): code for code, forms in table.items() for words in forms.values() for word in words}


KEY_OF = _by_word(KEYS)
VALUE_OF = {key: _by_word(table) for key, table in VALUES.items()}
UNIT_OF = _by_word(UNITS)
OWN_WORDS = frozenset(_by_word(OWN))


def table_of(key: str) -> str:
    """Of which key the values have codes: all of the desk's own fields share one."""
    return "field" if key.startswith("field.") else key


def word_of(table: Words, code: str, lang: str) -> str:
    """How a code of one of these tables is written in a language; in English where that has no words here."""
    forms = table[code]
    return forms.get(lang, forms["en"])[0]


def about(code: str) -> str:
    """What a key asks, in the reader's language."""
    return str(_ABOUT[code])
