"""Markdown in and out: what is written comes back as it was."""

from __future__ import annotations

import pytest

from derman.knowledge.contents import clean_body
from derman.knowledge.markdown import body_of, from_html, is_html

WHOLE = """\
## Before you begin

Close the **client** and *every* window with `ctrl+w`. See [the list](https://ege.example/list).

<!-- steps -->

1. Open the settings.
2. Choose `GW-1`.

   Wait a minute.
3. Done.

- one
- two
  - inside

> [!WARNING]
> Never give your password away.

> Somebody said so.

| Code | Meaning |
| --- | --- |
| 691 | Wrong password |

```
ping gw-1
```

![The clock](/kb/files/aaaaaaaaaaaaaaaaaaaaaaaa/)
"""


def cleaned(text: str) -> str:
    return clean_body(body_of(text), own="https://desk.example")


def test_empty_lines_at_both_ends_fall_away() -> None:
    assert clean_body("<p></p><p> </p><p>A</p><p></p><p>B</p><p></p>", own="https://desk.example") == (
        "<p>A</p><p></p><p>B</p>"
    )


def test_an_article_comes_back_as_it_was_written() -> None:
    body = cleaned(WHOLE)
    for part in ('<ol data-steps="1">', '<div data-callout="warning">', "<table>", "<blockquote>", "<code>ping gw-1"):
        assert part in body
    once = from_html(body)
    assert cleaned(once) == body
    assert from_html(cleaned(once)) == once
    assert "> [!WARNING]" in once
    assert "| 691 | Wrong password |" in once


@pytest.mark.parametrize(
    "words",
    ["1. is no list", "# no heading", "a * b * c", "[x](y) <b>", "- dash", "snake_case_name", "a | b", "\\", "+ plus"],
)
def test_words_that_look_like_markdown_stay_words(words: str) -> None:
    from html import escape

    body = clean_body(f"<p>{escape(words)}</p>", own="")
    assert cleaned(from_html(body)).strip() == body


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("<p>x</p>", True),
        ("x</p>", True),
        ("# x", False),
        ("a < b", False),
        ("<https://x.example>", False),
        ("", False),
    ],
)
def test_html_is_told_from_markdown(text: str, answer: bool) -> None:
    assert is_html(text) is answer


def test_what_is_hostile_in_markdown_is_gone() -> None:
    text = "[x](javascript:alert(1)) <a href='javascript:x'>y</a> <script>alert(2)</script>\n\n<img src=x onerror=x>"
    body = cleaned(text)
    assert "alert(2)" not in body
    assert "href" not in body
    assert "onerror" not in body


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Open <strong>Settings</strong><em> slowly</em>", "Open <strong>Settings</strong> <em>slowly</em>"),
        ("Önce <strong>“Tamam”</strong>a basın, <em>(sonra)</em>ki <strong>adım:</strong>bir", None),
        ("<strong>all </strong><em> of it </em>now", "<strong>all</strong> <em>of it</em> now"),
        ("<strong><em> both </em></strong>of<strong> </strong>them", "<em><strong>both</strong></em> of them"),
        ("a<s>b</s>c <strong>1 * 2</strong> <em>a_b</em>", None),
    ],
)  # fmt: skip
def test_emphasis_is_read_back_whatever_stands_beside_it(written: str, kept: str | None) -> None:
    assert cleaned(from_html(f"<p>{written}</p>")).strip() == f"<p>{kept or written}</p>"
