"""Addresses of the workspace, below /desk/."""

from __future__ import annotations

from django.urls import path

from derman.web.workspace.views import (
    changing,
    guide,
    later,
    new,
    originals,
    queue,
    replies,
    search,
    tasks,
    ticket,
    transcripts,
    writing,
)

app_name = "workspace"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("rows/", queue.lines, name="rows"),
    path("next/", queue.take_next, name="next"),
    path("people/", queue.colleagues, name="people"),
    path("search/", search.search, name="search"),
    path("tickets/new/", new.new, name="new"),
    path("tickets/<int:number>/", ticket.ticket, name="ticket"),
    path("tickets/<int:number>/live/", ticket.live, name="live"),
    path("tickets/<int:number>/read/", ticket.read, name="read"),
    path("tickets/<int:number>/choices/<slug:field>/", ticket.choices, name="choices"),
    path("tickets/<int:number>/messages/", writing.message, name="messages"),
    path("tickets/<int:number>/messages/<int:message>/original/", originals.original, name="original"),
    path("tickets/<int:number>/messages/<int:message>/original.eml", originals.original_file, name="original_file"),
    path("tickets/<int:number>/messages/<int:message>/original/again/", originals.read_again, name="read_again"),
    path("tickets/<int:number>/messages/<int:message>/original/back/", originals.put_back, name="put_back"),
    path("tickets/<int:number>/draft/", writing.draft, name="draft"),
    path("tickets/<int:number>/files/", writing.upload, name="files"),
    path("tickets/<int:number>/files/again/", writing.again, name="files_again"),
    path("tickets/<int:number>/replies/", replies.offered, name="replies"),
    path("tickets/<int:number>/replies/<int:pk>/", replies.use, name="reply"),
    path("tickets/<int:number>/print/", transcripts.on_paper, name="print"),
    path("tickets/<int:number>/conversation.pdf", transcripts.download, {"form": "pdf"}, name="pdf"),
    path("tickets/<int:number>/conversation.eml", transcripts.download, {"form": "eml"}, name="eml"),
    path("tickets/<int:number>/guide/", guide.offered, name="guides"),
    path("tickets/<int:number>/guide/begin/", guide.begin, name="guide_begin"),
    path("tickets/<int:number>/guide/closed/", guide.closed, name="guide_closed"),
    path("tickets/<int:number>/guide/<str:key>/", guide.step, name="guide"),
    path("tickets/<int:number>/guide/<str:key>/answer/", guide.answer, name="guide_answer"),
    path("tickets/<int:number>/later/<int:later>/send/", later.send, name="later_send"),
    path("tickets/<int:number>/later/<int:later>/take-back/", later.take_back, name="later_take_back"),
    path("tickets/<int:number>/undo/<uuid:act>/", writing.undo, name="undo"),
    path("tickets/<int:number>/tasks/", tasks.add, name="task_add"),
    path("tickets/<int:number>/tasks/<int:task>/", tasks.change, name="task"),
    path("tickets/<int:number>/take/", changing.take, name="take"),
    path("tickets/<int:number>/resolve/", changing.resolve, name="resolve"),
    path("tickets/<int:number>/reopen/", changing.reopen, name="reopen"),
    path("tickets/<int:number>/change/", changing.change, name="change"),
]
