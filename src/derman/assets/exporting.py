"""The list of devices to take along: what it writes, `lists.take_list` reads."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from derman.assets.access import visible_to
from derman.assets.lists import COLUMNS, guarded
from derman.people.models import Person

_AT_ONCE = 500


def as_csv(asker: Person) -> Iterator[str]:
    """All that `asker` may see, retired ones too, by number, a piece of a file at a time. 1 statement.

    Codes for kind and state, which read the same in every language; notes are the desk's alone.
    """
    names = [name for name in COLUMNS if name != "notes" or asker.is_staff_member]
    line = StringIO()
    writer = csv.writer(line)
    writer.writerow(names)
    rows = visible_to(asker).order_by("folded").values_list(*("person__email" if n == "person" else n for n in names))
    for row in rows.iterator(chunk_size=_AT_ONCE):
        writer.writerow([guarded(cell or "") for cell in row])
        if line.tell() > 60_000:
            yield line.getvalue()
            line.seek(0)
            line.truncate()
    yield line.getvalue()
