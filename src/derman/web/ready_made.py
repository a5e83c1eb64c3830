"""What a template says in the same way on every page of a language is put together once, and then only printed.

A page of the workspace has some 400 translated words, 100 icons and the addresses of its scripts between its markup.
None of them depends on who asks or for what, so runs of them become one piece for each language.

What names a row, `{{ one.pk }}` or `{{ one.owner_id }}`, is written as it is, for it comes back by forms and addresses:
1234 and never “1,234”, as amounts are.
"""

from __future__ import annotations

from typing import Any

from django.template import Context, Node, Template
from django.template.base import FilterExpression, NodeList, TextNode, TokenType, Variable, VariableNode
from django.template.defaulttags import URLNode
from django.template.library import SimpleNode
from django.template.loaders import cached
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from derman.web.templatetags import look

# tags whose answer depends on what stands in the template, and on the language
SAME_FOR_ALL = (look.icon, look.ago_words, look.left_words, look.wrong_words)


class Loader(cached.Loader):
    """Keeps templates as Django's own does, with what is the same for all put together."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        is_new = self.cache_key(template_name, skip) not in self.get_template_cache
        found = super().get_template(template_name, skip)
        if is_new:
            _put_together(found.nodelist)
        return found


class Key(VariableNode):
    """What names a row: a number without anything between its digits."""

    def render(self, context: Context) -> SafeString:
        value = self.filter_expression.resolve(context)
        return SafeString(str(value)) if type(value) is int else SafeString(super().render(context))


class ReadyMade(Node):
    """Neighbours in a template that are the same for all."""

    child_nodelists = ()

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self._made: dict[tuple[str | None, bool], SafeString] = {}

    def __repr__(self) -> str:
        return f"<ReadyMade: {self.nodes!r}>"

    def render(self, context: Context) -> SafeString:
        key = (get_language(), context.autoescape)
        made = self._made.get(key)
        if made is None:
            made = SafeString("".join(str(node.render_annotated(context)) for node in self.nodes))
            self._made[key] = made
        return made


def _put_together(nodes: NodeList) -> None:
    made: list[Node] = []
    run: list[Node] = []
    for node in [*nodes, None]:
        if node is not None and _is_same_for_all(node):
            run.append(node)
            continue
        if any(not isinstance(one, TextNode) for one in run):
            piece = ReadyMade(run)
            piece.token, piece.origin = run[0].token, run[0].origin
            made.append(piece)
        else:
            made += run
        run = []
        if node is not None:
            for inside in _lists_in(list(vars(node).values())):
                _put_together(inside)
            made.append(_key_of(node) if isinstance(node, VariableNode) else node)
    nodes[:] = made


def _key_of(node: VariableNode) -> VariableNode:
    """The node, or one that writes a key where it names one."""
    said = node.filter_expression
    if said.filters or not isinstance(said.var, Variable):
        return node
    last = said.var.lookups[-1] if said.var.lookups else ""
    if last != "pk" and not last.endswith("_id"):
        return node
    key = Key(said)
    key.token, key.origin = node.token, node.origin
    return key


def _lists_in(values: list[Any] | tuple[Any, ...]) -> list[NodeList]:
    """The lists of nodes that a tag holds, of whatever kind it is."""
    found = []
    for value in values:
        if isinstance(value, NodeList):
            found.append(value)
        elif isinstance(value, list | tuple):
            found += _lists_in(value)
    return found


def _is_same_for_all(node: Node) -> bool:
    match node:
        case TextNode():
            return True
        case TranslateNode():
            return not node.asvar and _is_given(node.filter_expression) and _is_given(node.message_context)
        case BlockTranslateNode():
            words = all(token.token_type == TokenType.TEXT for token in node.singular)
            plain = not (node.extra_context or node.countervar or node.asvar or node.plural)
            return words and plain and _is_given(node.message_context)
        case StaticNode():
            return node.varname is None and _is_given(node.path)
        case URLNode():
            return node.asvar is None and not node.args and not node.kwargs and _is_given(node.view_name)
        case SimpleNode():
            given = all(_is_given(value) for value in [*node.args, *node.kwargs.values()])
            return given and node.func in SAME_FOR_ALL and node.target_var is None
    return False


def _is_given(value: FilterExpression | None) -> bool:
    """Does it stand in the template itself?"""
    if value is None:
        return True
    if value.filters:
        return False
    return not isinstance(value.var, Variable) or value.var.lookups is None
