"""The questions about an article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from derman.knowledge import actions, queries
from derman.people.queries import agents, groups, organisations
from derman.web.knowledge.words import AUDIENCES, audience_of
from derman.web.offering import offer

if TYPE_CHECKING:
    from derman.knowledge.models import Article
    from derman.people.models import Person

DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def category_choices() -> list[tuple[str, str]]:
    """The tree of categories to choose from."""
    rows = [(str(one.category.pk), f"{'  ' * 2 * one.depth}{one.category.name}") for one in queries.categories()]
    return [("", "–"), *rows]


class NewArticle(forms.Form):
    """What an article is begun with."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
        help_text=_("In the words of who has the problem: “I cannot connect to the VPN”"),
    )
    lang = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    category = forms.TypedChoiceField(label=_("Category"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, category=category_choices())


class DetailsForm(forms.Form):
    """What counts for all languages of an article."""

    category = forms.TypedChoiceField(label=_("Category"), coerce=int, empty_value=None, required=False)
    audience = forms.ChoiceField(label=_("Who may read it"), choices=[])
    team = forms.TypedChoiceField(label=_("Team"), coerce=int, empty_value=None, required=False)
    organisations = forms.TypedMultipleChoiceField(label=_("Organisations"), coerce=int, required=False)
    groups = forms.TypedMultipleChoiceField(label=_("Groups of people"), coerce=int, required=False)
    owner = forms.TypedChoiceField(
        label=_("Owner"), coerce=int, empty_value=None, required=False, help_text=_("Who keeps it true")
    )
    check_by = forms.DateField(label=_("Check again by"), required=False, widget=DATE)

    def __init__(self, article: Article, asker: Person, data: Any = None) -> None:
        initial = {
            "category": article.category_id or "",
            "audience": article.audience,
            "team": article.team_id or "",
            "owner": article.owner_id or "",
            "check_by": article.check_by,
            "organisations": [str(one.pk) for one in article.organisations.all()],
            "groups": [str(one.pk) for one in article.groups.all()],
        }
        super().__init__(data, initial=initial, prefix="details")
        offer(
            self,
            category=category_choices(),
            audience=[(code, audience_of(code)) for code in AUDIENCES],
            team=[("", "–"), *((str(one.pk), one.name) for one in asker.teams.all())],
            owner=[("", "–"), *((str(one.pk), one.name) for one in agents(asker))],
            organisations=[(str(one.pk), one.name) for one in organisations(asker)],
            groups=[(str(one.pk), one.name) for one in groups(asker)],
        )

    @property
    def details(self) -> actions.Details:
        """What was chosen, once the form is valid."""
        given = self.cleaned_data
        return actions.Details(
            category=given["category"],
            audience=given["audience"],
            team=given["team"],
            organisations=given["organisations"],
            groups=given["groups"],
            owner=given["owner"],
            check_by=given["check_by"],
        )
