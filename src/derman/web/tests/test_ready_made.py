"""What is the same for all is put together once for each language, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context, Engine, Node, engines
from django.template.base import NodeList
from django.utils.translation import override

from derman.web.ready_made import Loader, ReadyMade

LIBRARIES = {
    "i18n": "django.templatetags.i18n",
    "static": "django.templatetags.static",
    "look": "derman.web.templatetags.look",
}
HEAD = "{% load i18n static look %}"


def _template(text: str) -> Any:
    engine = Engine(
        libraries=LIBRARIES,
        loaders=[("derman.web.ready_made.Loader", [("django.template.loaders.locmem.Loader", {"page": HEAD + text})])],
    )
    return engine.get_template("page")


def _ready_made(nodes: NodeList) -> list[Node]:
    return nodes.get_nodes_by_type(ReadyMade)


def test_what_stands_between_two_values_is_one_piece() -> None:
    page = _template(
        '<b>{{ name }}</b><p>{% translate "Close" %} {% icon "x" %}'
        "{% static 'derman/derman.css' %}{% url 'workspace:queue' %}</p>{{ name }}"
    )
    assert len(_ready_made(page.nodelist)) == 1
    assert page.render(Context({"name": "Ada"})).startswith("<b>Ada</b><p>Close <svg")
    assert page.render(Context({"name": "Grace"})).endswith("/desk/</p>Grace")


def test_each_language_has_its_own() -> None:
    page = _template('{% translate "Close" %}')
    with override("tr"):
        turkish = page.render(Context())
    with override("en"):
        assert page.render(Context()) == "Close"
    with override("tr"):
        assert page.render(Context()) == turkish != "Close"


def test_inside_of_conditions_loops_and_blocks_too() -> None:
    page = _template(
        '{% block body %}{% if shown %}{% translate "Close" %}{% else %}{% icon "x" %}{% endif %}'
        '{% for one in many %}{% translate "Open" %}{{ one }}{% empty %}{% translate "Tags" %}{% endfor %}'
        "{% endblock %}"
    )
    assert len(_ready_made(page.nodelist)) == 4
    assert page.render(Context({"shown": True, "many": [1, 2]})) == "CloseOpen1Open2"
    assert page.render(Context({"shown": False, "many": []})).endswith("</svg>Tags")


@pytest.mark.parametrize(
    "text",
    [
        "{% translate word %}",
        "{% icon image %}",
        "{% url 'workspace:ticket' number %}",
        "{% static path %}",
        "{% blocktranslate %}Remove the tag {{ tag }}{% endblocktranslate %}",
        "{% translate 'Close' as said %}",
        "{% csrf_token %}",
        "{{ word }}",
        "{% translate word|default:'Close' %}",
    ],
)
def test_what_depends_on_the_request_is_made_anew(text: str) -> None:
    assert not _ready_made(_template(text).nodelist)


def test_what_is_escaped_follows_the_block_around_it() -> None:
    page = _template("{% autoescape off %}{% translate 'Close' %}{% endautoescape %}{% translate 'Close' %} & {{ x }}")
    assert page.render(Context({"x": "&"})) == "CloseClose & &amp;"


def test_the_desk_renders_by_it() -> None:
    engine: Any = engines["django"]
    assert any(isinstance(loader, Loader) for loader in engine.engine.template_loaders)
    page = engine.engine.get_template("web/components/rail.html")
    assert len(_ready_made(page.nodelist)) > 3


def test_a_key_has_nothing_between_its_digits_and_an_amount_has() -> None:
    page = _template("{% for one in many %}{{ one.pk }}|{{ one.owner_id }}|{{ one.size }}{% endfor %}|{{ pk }}")
    one = {"pk": 1234, "owner_id": 5678, "size": 9876}
    for lang, amount in (("en", "9,876"), ("tr", "9.876")):
        with override(lang):
            assert page.render(Context({"many": [one], "pk": 4321})) == f"1234|5678|{amount}|4321"


def test_a_key_that_is_no_number_is_written_as_ever() -> None:
    assert _template("{{ pk }}{{ one.pk }}").render(Context({"pk": "<b>"})) == "&lt;b&gt;"
