"""The categories of the knowledge base, and how the desk keeps it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.knowledge import actions, queries
from derman.knowledge.errors import KnowledgeError
from derman.web.knowledge.forms.shelves import CategoryForm
from derman.web.knowledge.views.doors import refused, to
from derman.web.signed_in import agent_of, agents_only
from derman.web.toasts import toast


@require_safe
@agents_only
def categories(request: HttpRequest) -> HttpResponse:
    """The tree, and whether a review is needed."""
    context = {"shelves": queries.categories(), "practice": queries.practice()}
    return render(request, "desk_knowledge/categories.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@agents_only
def category(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One category, or a new one."""
    asker = agent_of(request)
    rows = {shelf.category.pk: shelf.category for shelf in queries.categories()}
    if pk is not None and pk not in rows:
        raise Http404
    found = rows[pk] if pk is not None else None
    form = CategoryForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            kept = actions.save_category(
                actor=asker,
                category=pk,
                names=form.names,
                parent=given["parent"],
                icon=given["icon"],
                position=given["position"],
            )
            toast(request, _("The category “%(name)s” is saved.") % {"name": kept.name})
            return to("categories")
        except KnowledgeError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    context = {"form": form, "category": found}
    return render(request, "desk_knowledge/category.html", context, status=422 if form.errors else 200)


@require_POST
@agents_only
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a category away; its articles go to the one above."""
    try:
        actions.remove_category(actor=agent_of(request), category=pk)
    except KnowledgeError as error:
        return refused(request, error, "categories")
    toast(request, _("The category is deleted. Its articles went to the one above."))
    return to("categories")


@require_POST
@agents_only
def practice(request: HttpRequest) -> HttpResponse:
    """Whether a second person must read an article before it is published."""
    try:
        actions.set_practice(actor=agent_of(request), review_needed=request.POST.get("review_needed") == "on")
    except KnowledgeError as error:
        return refused(request, error, "categories")
    toast(request, _("Saved."))
    return to("categories")
