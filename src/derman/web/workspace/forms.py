"""Forms of the workspace."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from derman.tickets import queries
from derman.views import columns
from derman.views import queries as views
from derman.web.signed_in import Agent
from derman.web.workspace import words


class NewTicket(forms.Form):
    """A ticket that an agent writes down for somebody: a call, a word in the corridor."""

    email = forms.EmailField(
        label=_("Requester's e-mail"),
        help_text=_("Who needs help. Somebody new is added."),
        widget=forms.EmailInput(attrs={"autofocus": True}),
    )
    name = forms.CharField(label=_("Requester's name"), max_length=120, required=False)
    subject = forms.CharField(
        label=_("Subject"),
        max_length=300,
        error_messages={"max_length": _("This is too long: %(limit_value)d characters at most.")},
    )
    text = forms.CharField(label=_("What happened"), widget=forms.Textarea(attrs={"rows": 5}), max_length=100_000)
    channel = forms.ChoiceField(
        label=_("How it came"), choices=[("phone", _("By phone")), ("portal", _("In person or otherwise"))]
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=list(words.KINDS.items()))
    category = forms.ChoiceField(label=_("Category"), required=False)
    priority = forms.ChoiceField(label=_("Priority"), choices=list(words.PRIORITIES.items()), initial="normal")
    take = forms.BooleanField(label=_("I take it myself"), required=False, initial=True)

    def __init__(self, *args: Any, agent: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agent = agent
        tree = [(str(row.pk), f"{'  ' * depth}{row.name}") for row, depth in queries.categories()]
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)
        category.choices = [("", _("not yet known")), *tree]


class KeptView(forms.Form):
    """A view: a name, the query behind it, its order, and whose it is."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("It stands in the tabs over the queue."),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    query = forms.CharField(
        label=_("Query"),
        max_length=500,
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "spellcheck": "false",
                "data-completes": reverse_lazy("workspace:completion"),
            }
        ),
        help_text=_("For example: is:open team:network due<4h -tag:waiting printer"),
    )
    order = forms.ChoiceField(label=_("Order"))
    layout = forms.ChoiceField(label=_("How it is shown"))
    group = forms.ChoiceField(
        label=_("Grouped"), required=False, help_text=_("The parts of a table, the columns of a board.")
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "view-columns"}),
        help_text=_("Of its table; the usual ones where none is chosen."),
    )
    audience = forms.ChoiceField(label=_("Who sees it"))

    def __init__(self, *args: Any, agent: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        order, audience = self.fields["order"], self.fields["audience"]
        assert isinstance(order, forms.ChoiceField)
        assert isinstance(audience, forms.ChoiceField)
        order.choices = views.orders()
        for name, offered in (("layout", views.layouts()), ("group", views.groups()), ("columns", columns.columns())):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered
        choices: list[tuple[str, Any]] = [("me", _("Only you"))]
        choices += [(str(team.pk), team.name) for team in views.writable_teams(agent)]
        if agent.is_administrator:
            choices.append(("desk", _("Everybody at the desk")))
        audience.choices = choices
