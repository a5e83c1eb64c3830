"""A transcript as a PDF: A4, text and pictures, in the letters of the fonts here and of the machine's Noto fonts.

Bounded: the text by the transcript, pictures by number, by their pixels before they are opened, and scaled down.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import translation
from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import MethodReturnValue, XPos, YPos
from fpdf.fonts import TTFFont
from PIL import Image, ImageOps

from derman.kernel import files
from derman.kernel.moments import in_full
from derman.transcripts.queries import kind_words, no_longer
from derman.transcripts.right_to_left import as_seen, begins_right, is_right_to_left, joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from derman.tickets.models import Attachment
    from derman.transcripts.queries import Said, Transcript

FONTS = Path(__file__).parent / "fonts"
MORE = ("latin-ext", "cyrillic", "greek")  # beside Latin, each looked into for letters that it has not
RARE = ("noto-emoji", "droid-east-asian", "hangul")  # read only where a text needs them: they are large
MACHINE = Path("/usr/share/fonts/truetype/noto")  # where Debian and its like put Noto's fonts, one for each script
MOST_SCRIPTS = 12  # of the machine's fonts in one paper
LONGEST_PAPER = 120_000  # characters: some 40 pages, four seconds
MOST_PICTURES = 40
MOST_PIXELS = 24_000_000
LARGEST_SIDE = 1400  # pixels
LARGEST_FILE = 12 * 1024 * 1024
_LOOKS = re.compile("[\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")  # in colour or not, and the tones of a skin

logging.getLogger("fpdf").setLevel(logging.ERROR)  # it warns of every letter that no font has
logging.getLogger("fontTools").setLevel(logging.ERROR)


class _Paper(FPDF):
    """A4 with the page's number below."""

    def __init__(self, title: str, signs: Iterable[str] = "") -> None:
        """`signs` are those that will be written on it."""
        super().__init__(format="A4")
        self.title_words = title
        self.set_margins(18, 16)
        self.set_auto_page_break(auto=True, margin=18)
        for style, weight in (("", "regular"), ("B", "bold")):
            self.add_font("inter", style, FONTS / f"inter-latin-{weight}.ttf")
            for name in MORE:
                self.add_font(f"inter-{name}", style, FONTS / f"inter-{name}-{weight}.ttf")
            self.add_font("noto-arabic", style, FONTS / f"noto-arabic-{weight}.ttf")
        fallbacks = [*(f"inter-{name}" for name in MORE), "noto-arabic"]
        lacking = {sign for sign in set(signs) if not self.has(sign)}
        for find in (_of_the_desk, _of_the_machine):
            for path in find(lacking):
                if any(ord(sign) in _signs_of(path) for sign in lacking):
                    self.add_font(path.stem, "", path)
                    fallbacks.append(path.stem)
                    lacking = {sign for sign in lacking if not self.has(sign)}
        self.set_fallback_fonts(fallbacks, exact_match=False)

    def footer(self) -> None:
        self.set_y(-13)
        self.set_font("inter", "", 8)
        self.set_text_color(110)
        self.cell(0, 5, f"{self.title_words} · {self.page_no()}", align="R")

    def words(self, text: str, *, size: float = 10, bold: bool = False, grey: bool = False) -> None:
        self.set_font("inter", "B" if bold else "", size)
        self.set_text_color(110 if grey else 20)
        if not is_right_to_left(text):
            self._lines(text, size, "L")
            return
        for paragraph in text.split("\n"):
            if is_right_to_left(paragraph):
                self._right_to_left(paragraph, size)
            else:
                self._lines(paragraph, size, "L")

    def _lines(self, text: str, size: float, align: str) -> None:
        self.multi_cell(0, size * 0.5, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _right_to_left(self, paragraph: str, size: float) -> None:
        """Lines are broken in the order in which they are read, and each is then written as the eye finds it."""
        from_right = begins_right(paragraph)
        broken = self.multi_cell(
            0, size * 0.5, joined(paragraph), align="L", dry_run=True, output=MethodReturnValue.LINES
        )
        assert isinstance(broken, list)  # what LINES asks for
        for line in broken:
            self._lines(as_seen(line, from_right=from_right), size, "R" if from_right else "L")

    def has(self, text: str) -> bool:
        """Is there a letter in one of the fonts for each sign of a text?"""
        known = set().union(*(font.cmap for font in self.fonts.values() if isinstance(font, TTFFont)))
        return all(ord(sign) in known or sign.isspace() or unicodedata.category(sign) == "Mn" for sign in set(text))


@cache
def _signs_of(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _of_the_desk(signs: Iterable[str]) -> list[Path]:
    return [FONTS / f"{name}-regular.ttf" for name in RARE] if signs else []


def _of_the_machine(signs: Iterable[str]) -> list[Path]:
    """Noto's fonts for the scripts of some signs, by Unicode's names: THAI CHARACTER KO KAI is in Noto Sans Thai."""
    scripts = {unicodedata.name(sign, "").partition(" ")[0].title() for sign in signs}  # protocol: of names of fonts
    named = [f"NotoSans{script}" for script in sorted(scripts) if script.isalpha()]
    more = ["NotoSansSymbols", "NotoSansSymbols2"] if signs else []
    found = (MACHINE / f"{name}-Regular.ttf" for name in (*named, *more))
    return [path for path in found if path.is_file()][:MOST_SCRIPTS]


def to_pdf(found: Transcript, language: str) -> bytes:
    """The transcript in one of the desk's languages."""
    found = no_longer(found, LONGEST_PAPER)
    with translation.override(language if language in dict(settings.LANGUAGES) else None):
        written = (found.desk, found.subject, found.requester, *(part for said in found.said for part in _parts(said)))
        paper = _Paper(f"#{found.number}", {sign for text in written for sign in _plain(text)})
        paper.set_title(_plain(f"#{found.number} {found.subject}"))
        paper.set_lang(language)
        paper.set_creator(_plain(found.desk))
        paper.add_page()
        paper.words(_plain(f"#{found.number}  {found.subject}"), size=15, bold=True)
        about = [found.desk, found.requester, found.status, in_full(found.opened)]
        paper.words(_plain(" · ".join(part for part in about if part)), size=9, grey=True)
        if found.with_notes:
            paper.words(_("With internal notes: not for the requester."), size=9, bold=True)
        if found.shortened:
            paper.words(_("This conversation is long: its beginning is left out here."), size=9, grey=True)
        if not all(paper.has(_plain(text)) for text in written):
            lacks = _("Signs that could not be printed stand as boxes; the download as an e-mail has them.")
            paper.words(lacks, size=9, grey=True)
        pictures = MOST_PICTURES
        for said in found.said:
            pictures = _write(paper, said, pictures)
        return bytes(paper.output())


def _parts(said: Said) -> list[str]:
    return [said.author, said.text, *(file.name for file in (*said.pictures, *said.files))]


def _write(paper: _Paper, said: Said, pictures: int) -> int:
    paper.ln(4)
    paper.set_draw_color(205)
    paper.line(paper.l_margin, paper.get_y(), paper.w - paper.r_margin, paper.get_y())
    paper.ln(2)
    paper.words(_plain(said.author), bold=True)
    beside = (said.address, kind_words(said.kind), in_full(said.at))
    paper.words(_plain(" · ".join(part for part in beside if part)), size=8.5, grey=True)
    paper.ln(1)
    paper.words(_plain(said.text))
    for picture in said.pictures:
        if pictures > 0 and _place(paper, picture):
            pictures -= 1
        else:
            _name(paper, picture)
    for file in said.files:
        _name(paper, file)
    return pictures


def _name(paper: _Paper, file: Attachment) -> None:
    size = filesizeformat(file.file.size)
    paper.words(_plain(_("File: %(name)s (%(size)s)") % {"name": file.name, "size": size}), size=8.5, grey=True)


def _place(paper: _Paper, file: Attachment) -> bool:
    """The picture, where it can be read and is not too large; else it is only named."""
    if file.file.size > LARGEST_FILE:
        return False
    try:
        with files.open_file(file.file) as opened, Image.open(opened, formats=("PNG", "JPEG", "GIF", "WEBP")) as image:
            if image.width * image.height > MOST_PIXELS:
                return False
            image.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))  # a JPEG is read small at once
            small = ImageOps.exif_transpose(image)
            small.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            flat = Image.new("RGB", small.size, "white")
            flat.paste(small.convert("RGB"), mask=small.convert("RGBA").getchannel("A"))
            drawn = io.BytesIO()
            flat.save(drawn, "JPEG", quality=80)
    # whatever a hostile picture does to its reader, the rest is still written
    except Exception:
        return False
    width = min(flat.width * 25.4 / 110, paper.epw)
    height = width * flat.height / flat.width
    if height > paper.eph * 0.7:
        width, height = width * paper.eph * 0.7 / height, paper.eph * 0.7
    paper.ln(1)
    if paper.will_page_break(height):
        paper.add_page()
    paper.image(drawn, w=width, h=height)
    return True


def _plain(text: str) -> str:
    """Without what is no letter: control signs, marks of direction, halves of pairs, and how an emoji is to look."""
    kept = "".join(" " if sign == "\t" else sign for sign in unicodedata.normalize("NFC", text.replace("\r\n", "\n")))
    kept = _LOOKS.sub("", kept)
    return "".join(sign for sign in kept if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co"))
