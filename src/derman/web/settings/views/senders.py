"""Senders: what proves them, which of them are spam, which make storms, and how long their mails are kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from derman.channels.mail.errors import MailError
from derman.channels.mail.trust import actions, queries
from derman.web.settings.doors import asker, for_administrators, one_at_a_time
from derman.web.settings.forms.senders import RuleForm, TrustForm
from derman.web.settings.pages import blame, refused, saved, show, status_of

LISTS = ("servers", "networks", "sealers")


def _kept(request: HttpRequest) -> dict[str, object]:
    row = queries.settings_of(asker(request))
    kept: dict[str, object] = {name: getattr(row, name) for name in TrustForm.base_fields}
    return kept | {name: "\n".join(getattr(row, name)) for name in LISTS}


def _page(request: HttpRequest, form: TrustForm, rule_form: RuleForm | None = None) -> HttpResponse:
    person = asker(request)
    context = {"form": form, "rules": queries.rules(person), "storms": queries.storms(person)}
    context["rule_form"] = rule_form or RuleForm()
    status = status_of(form if rule_form is None else rule_form)
    return show(request, "senders.html", context, here="senders", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
@one_at_a_time("senders")
def senders(request: HttpRequest) -> HttpResponse:
    """The decisions, the lists, and the storms of the last hour."""
    initial = _kept(request)
    if request.method == "POST":
        form = TrustForm(request.POST, initial=initial)
        if form.is_valid():
            try:
                actions.save_settings(actor=asker(request), **form.values())
            except MailError as error:
                blame(form, error)
            else:
                return saved(request, _("Saved."), "senders")
        return _page(request, form)
    return _page(request, TrustForm(initial=initial))


@require_POST
@for_administrators
def add(request: HttpRequest) -> HttpResponse:
    """Block, allow or switch off a sender."""
    form = RuleForm(request.POST)
    try:
        if not form.is_valid():
            return _page(request, TrustForm(initial=_kept(request)), form)
        actions.add_rule(actor=asker(request), **form.cleaned_data)
    except MailError as error:
        blame(form, error)
        return _page(request, TrustForm(initial=_kept(request)), form)
    return saved(request, _("It holds for every mail that comes from now on."), "senders")


@require_POST
@for_administrators
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a rule away; a source that was switched off is on again."""
    try:
        actions.remove_rule(actor=asker(request), rule=pk)
    except MailError as error:
        return refused(request, error, "senders")
    return saved(request, _("The rule is gone."), "senders")
