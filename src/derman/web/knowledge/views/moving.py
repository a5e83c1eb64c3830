"""Moving the knowledge base in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from derman.kernel import files
from derman.knowledge import actions
from derman.knowledge.errors import KnowledgeError
from derman.knowledge.moving.exporting import packed
from derman.knowledge.queries import imports
from derman.web.knowledge.views.doors import to
from derman.web.knowledge.words import audience_of
from derman.web.offering import offer
from derman.web.signed_in import agent_of, agents_only

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

LARGEST = 512 * 1024 * 1024  # bytes of a file that is imported


class ImportForm(forms.Form):
    """What to import, and what counts where the file says nothing."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A zip of Markdown or HTML with its pictures, a WordPress export (XML), or CSV"),
        widget=forms.FileInput(attrs={"accept": ".zip,.xml,.csv,.md,.html,.htm"}),
    )
    lang = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("Of articles that do not say their own"),
    )
    audience = forms.ChoiceField(label=gettext_lazy("Who may read it"), choices=[])
    publish = forms.BooleanField(
        label=gettext_lazy("Publish at once"),
        required=False,
        help_text=gettext_lazy("What is published where it comes from; the rest stays a draft"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, audience=[(code, audience_of(code)) for code in ("everyone", "signed_in", "agents")])


@require_http_methods(["GET", "HEAD", "POST"])
@agents_only
def importing(request: HttpRequest) -> HttpResponse:
    """Give a file, and see what became of the ones before. For leads and administrators."""
    asker = agent_of(request)
    if not asker.is_lead:
        raise PermissionDenied
    form = ImportForm(initial={"lang": get_language(), "audience": "everyone"})
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES)
        if form.is_valid():
            given: UploadedFile[Any] = form.cleaned_data["file"]
            try:
                stored = files.store(given.chunks(), limit=LARGEST)
                asked = actions.ask_import(
                    actor=asker,
                    file=stored,
                    name=given.name or "",
                    lang=form.cleaned_data["lang"],
                    audience=form.cleaned_data["audience"],
                    publishes=form.cleaned_data["publish"],
                )
                return to("import", asked.pk)
            except KnowledgeError as error:
                form.add_error(error.field if error.field in form.fields else None, str(error))
            except files.FileTooLarge:
                form.add_error("file", _("This file is too large."))
            except files.DiskFull:
                form.add_error("file", _("The disk of the desk is full."))
    context = {"form": form, "imports": imports.latest(asker)}
    return render(request, "desk_knowledge/imports.html", context, status=422 if form.errors else 200)


@require_safe
@agents_only
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """How far an import is; asks again by itself until it is over."""
    found = imports.one(agent_of(request), pk)
    if found is None:
        raise Http404
    template = "import_part" if request.headers.get("HX-Request") else "import"
    return render(request, f"desk_knowledge/{template}.html", {"one": found})


@require_safe
@agents_only
def exporting(request: HttpRequest) -> FileResponse:
    """Everything that one may work on, as a zip of Markdown."""
    file = packed(agent_of(request))  # closed by the answer, once it is sent
    name = f"knowledge-{timezone.localdate().isoformat()}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
