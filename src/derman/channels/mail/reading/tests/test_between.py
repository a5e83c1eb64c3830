"""Answers between the pieces of a quote are shown with what they answer, in the order of the mail."""

import pytest

from derman.channels.mail.reading.html_quotes import cut_html
from derman.channels.mail.reading.quotes import cut_text

HEADING = "On Tue, Nov 24, 2026 at 10:05 AM Derman <support@derman.example> wrote:"
PAIRS = f"""Hi, see below.

{HEADING}
> Which floor?

The third.

> Which printer?
> > We have two.

The one with colours.

> Thank you
> Derman
"""
IN_ORDER = f"""Hi, see below.

> {HEADING}
> Which floor?

The third.

> Which printer?
> > We have two.

The one with colours."""


def test_each_answer_stands_below_what_it_answers():
    cut = cut_text(PAIRS)
    assert cut.shown == IN_ORDER
    assert cut.quoted == "> Thank you\n> Derman"
    assert cut.reply == "Hi, see below.\n\nThe third.\n\nThe one with colours."


@pytest.mark.parametrize(
    "text",
    [
        f"It works.\n\n{HEADING}\n> Which floor?\n> Derman\n",
        f"It works.\n\n{HEADING}\n> Which floor?\n\n-- \nAyşe\n",
        f"{HEADING}\n" + "> An old line.\n" * 30 + "\nIt works.\n",
        "> An old line.\n" * 4 + "\nIt works.\n",
        f"{HEADING}\n> Does it work?\n\nIt works.\n\n-- \nAyşe\n",
    ],
    ids=["above", "above, and signed", "below", "below without a heading", "below, and signed"],
)
def test_an_answer_to_the_whole_mail_is_shown_without_it(text):
    cut = cut_text(text)
    assert cut.shown == cut.reply == "It works."
    assert "> " in cut.quoted


@pytest.mark.parametrize(
    "text",
    [
        "> File > Print closes it\nAnd the screen flickers.",
        "The log says:\n\n> ERROR 42: disk full\n> ERROR 43: giving up\n\nWhat should I delete?",
        "Ich brauche:\n> 3 Lizenzen\nVielen Dank!",
    ],
)
def test_a_few_lines_that_the_author_put_behind_a_sign_of_quote_are_seen(text):
    assert " ".join(cut_text(text).shown.split()) == " ".join(text.split())


HTML = {
    "gmail": '<div dir="ltr">Hi</div><div class="gmail_quote"><div class="gmail_attr">' + HEADING.replace("<", "&lt;")
    + '</div><blockquote class="gmail_quote"><div>Which floor?</div></blockquote><div>The third.</div>'
    '<blockquote class="gmail_quote"><div>Which printer?</div></blockquote><div>The one with colours.</div>'
    '<blockquote class="gmail_quote"><div>Goodbye</div></blockquote></div>',
    "apple": f'<div>Hi</div><blockquote type="cite"><div>{HEADING.replace("<", "&lt;")}</div>'
    '<div>Which floor?</div></blockquote>'
    '<div>The third.</div><blockquote type="cite"><div>Which printer?</div></blockquote>'
    '<div>The one with colours.</div><blockquote type="cite"><div>Goodbye</div></blockquote>',
    "thunderbird": f'<p>Hi</p><div class="moz-cite-prefix">{HEADING.replace("<", "&lt;")}</div>'
    '<blockquote type="cite" cite="mid:1@x"><p>Which floor?</p></blockquote><p>The third.</p>'
    '<blockquote type="cite" cite="mid:1@x"><p>Which printer?</p></blockquote><p>The one with colours.</p>'
    '<blockquote type="cite" cite="mid:1@x"><p>Goodbye</p></blockquote>',
}  # fmt: skip


@pytest.mark.parametrize("source", HTML.values(), ids=HTML)
def test_in_html_each_answer_stands_below_what_it_answers(source):
    cut = cut_html(source)
    places = [cut.shown.find(words) for words in ("Hi", "floor?", "third.", "printer?", "colours.")]
    assert -1 not in places
    assert places == sorted(places)
    assert "Goodbye" not in cut.shown
    assert "Goodbye" in cut.quoted
    assert "floor" not in cut.quoted
    assert "floor" not in cut.reply
    assert cut.text.reply == "Hi\n\nThe third.\n\nThe one with colours."
    assert "> Which printer?\n\nThe one with colours." in cut.text.shown


def test_plain_block_quotes_after_a_known_one_are_its_pieces():
    cut = cut_html(
        '<div>Hi</div><div>24.11.2026, 10:05, "Derman" &lt;s@derman.example&gt;:</div><blockquote><p>Which floor?</p>'
        "</blockquote><p>The third.</p><blockquote><p>Which printer?</p></blockquote><p>The one with colours.</p>"
    )
    assert cut.text.reply == "Hi\n\nThe third.\n\nThe one with colours."
    assert "> Which printer?\n\nThe one with colours." in cut.text.shown
    alone = "<p>Here is what it says:</p><blockquote><p>Error 5</p></blockquote><p>What now?</p>"
    assert cut_html(alone).reply == alone
