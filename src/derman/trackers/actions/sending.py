"""Files that go along with an issue: with trackers that take them, before it is opened or after."""

from __future__ import annotations

from derman.kernel import files as kernel_files
from derman.trackers.kinds.failing import Failed
from derman.trackers.kinds.speaking import Line, Way
from derman.trackers.models import Issue, IssueFile


def send_files(row: Issue, line: Line, way: Way, *, after: bool) -> str:
    """Send what was not sent yet, if this is the moment for it; gives the body with what shows the files in it."""
    if way.takes_files != ("after" if after else "before"):
        return row.body
    found = list(IssueFile.objects.filter(issue=row).select_related("attachment__file").order_by("pk"))
    for file in found:
        if file.sent:
            continue
        try:
            with kernel_files.open_file(file.attachment.file) as content:
                whole = content.read()
        except FileNotFoundError:
            raise Failed("no_file", file.attachment.name) from None
        file.markup = way.send(line, row.number, file.attachment.name, whole, file.attachment.file.media_type)
        file.sent = True
        file.save(update_fields=["markup", "sent"])
    shown = "\n".join(file.markup for file in found if file.markup)
    return f"{row.body}\n\n{shown}" if shown else row.body
