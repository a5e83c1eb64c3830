"""HTML replies as real mail programs write them: where their own containers stand, and where only words do."""

# ruff: noqa: E501 - mails stand here as they come
import pytest

from derman.channels.mail.reading.html_quotes import cut_html

OLD = "<div>Have you switched it off?</div>"
RULE_STYLES = (
    "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm",
    "border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0in 0in 0in",
    "mso-element:para-border-div;border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in",
    "border:none; border-top:solid #B5C4DF 1.0pt; padding:3.0pt 0cm 0cm 0cm",
    "border-right:none;border-bottom:none;border-left:none;border-image:initial;border-top:1pt solid rgb(225,225,225);padding:3pt 0cm 0cm",
    "border-style: solid none none; border-top-width: 1pt; border-top-color: rgb(225, 225, 225); padding: 3pt 0cm 0cm;",
    "border:none;border-top:solid windowtext 1.0pt;padding:3.0pt 0cm 0cm 0cm",
    "BORDER-TOP: #b5c4df 1pt solid; BORDER-RIGHT: medium none; PADDING-TOP: 3pt",
)


def outlook(*labels: str, style: str = RULE_STYLES[0]) -> str:
    fields = "".join(f"<b><span>{label}</span></b> Derman 24.11.2026<br>" for label in labels)
    return (
        '<div class="WordSection1"><p class="MsoNormal">It works.<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        f'<div><div style="{style}"><p class="MsoNormal">{fields}</p></div></div>{OLD}</div>'
    )


def gmail(attribution: str, attributes: str = 'class="gmail_quote"') -> str:
    return (
        f'<div dir="ltr">It works.</div><br><div {attributes}><div dir="ltr" class="gmail_attr">{attribution}<br></div>'
        f'<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">{OLD}</blockquote></div>'
    )


MAILS = {
    "gmail tr": gmail(
        "Derman &lt;<a href='mailto:d@derman.example'>d@derman.example</a>&gt;, 24 Kas 2026 Sal, 10:05 tarihinde şunu yazdı:"
    ),
    "gmail container": gmail(
        "On Tue, Nov 24, 2026 at 10:05 AM Derman wrote:", 'class="gmail_quote gmail_quote_container"'
    ),
    "gmail ru": gmail("вт, 24 нояб. 2026 г. в 10:05, Derman &lt;d@derman.example&gt;:"),
    "gmail through exchange": gmail("Derman:", 'class="x_gmail_quote"').replace('"gmail_', '"x_gmail_'),
    "gmail phone": '<div dir="auto">It works.</div><div class="gmail_extra"><br><div class="gmail_quote">24 Kas 2026 10:05 tarihinde &quot;Derman&quot; yazdı:<br type="attribution"><blockquote class="quote">'
    + OLD
    + "</blockquote></div></div>",
    "outlook en": outlook("From:", "Sent:", "To:", "Subject:"),
    "outlook tr": outlook("Kimden:", "Gönderildi:", "Kime:", "Konu:"),
    "outlook de": outlook("Von:", "Gesendet:", "An:", "Betreff:"),
    "outlook ar": outlook("من:", "تاريخ الإرسال:", "إلى:", "الموضوع:"),
    "outlook finnish": outlook("Lähettäjä:", "Lähetetty:", "Vastaanottaja:", "Aihe:"),
    **{
        f"outlook in words nobody knows {number}": outlook("Aa:", "Bb:", "Cc:", "Dd:", style=style)
        for number, style in enumerate(RULE_STYLES)
    },
    "outlook web": f'<div class="elementToProof">It works.</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><b>Aa:</b> Derman</div>{OLD}',
    "outlook web, the rule alone": f'<div>It works.</div><hr tabindex="-1" style="display:inline-block; width:98%"><div dir="ltr"><font><b>Aa:</b> Derman</font></div>{OLD}',
    "outlook web renamed": f'<div>It works.</div><div id="x_x_divRplyFwdMsg"><b>Aa:</b> Derman</div>{OLD}',
    "outlook web new": f'<div class="elementToProof">It works.</div><div id="x_appendonsend"></div><div id="ms-outlook-mobile-body-separator-line"></div><div id="mail-editor-reference-message-container"><div class="ms-outlook-mobile-reference-message skipProofing"><b>Aa:</b> Derman</div>{OLD}</div>',
    "outlook ios": f'<div dir="auto">It works.</div><div id="ms-outlook-mobile-signature" dir="auto">Get <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg"><b>Kimden:</b> Derman</div>{OLD}',
    "outlook mac": f'<p>It works.</p><div id="mail-editor-reference-message-container"><div><p><b>Aa: </b>Derman</p></div>{OLD}</div>',
    "outlook 2003": f'<div>It works.</div><blockquote style="border-left:2px solid"><div class="OutlookMessageHeader" dir="ltr" align="left"><hr tabindex="-1"><font><b>Aa:</b> Derman</font></div>{OLD}</blockquote>',
    "apple": f'<div>It works.</div><div><br><blockquote type="cite"><div>On 24. Nov 2026, at 10:05, Derman &lt;d@derman.example&gt; wrote:</div><br class="Apple-interchange-newline">{OLD}</blockquote></div>',
    "iphone tr": f'<div dir="ltr">It works.<br><br><div id="AppleMailSignature" dir="ltr">iPhone’umdan gönderildi</div><div dir="ltr"><br>Derman &lt;d@derman.example&gt; şunları yazdı (24 Kas 2026 10:05):<br><br></div><blockquote type="cite"><div dir="ltr">{OLD}</div></blockquote></div>',
    "iphone signature builder": f'<div dir="ltr">It works.<div><br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Sent from my iPhone</div></div><div dir="ltr"><br><blockquote type="cite">Am 24.11.2026 um 10:05 schrieb Derman:<br><br></blockquote></div><blockquote type="cite">{OLD}</blockquote></div>',
    "thunderbird": f'<p>It works.</p><div class="moz-cite-prefix">Am 24.11.2026 um 10:05 schrieb Derman:<br></div><blockquote type="cite" cite="mid:a@b">{OLD}</blockquote><div class="moz-signature">-- <br>Ayşe</div>',
    "thunderbird reversed": f'<div class="moz-cite-prefix">24.11.2026 10:05 tarihinde Derman yazdı:<br></div><blockquote type="cite">{OLD}</blockquote><p>It works.</p>',
    "yahoo": f'<div class="ydp1yahoo-style-wrap"><div dir="ltr">It works.</div></div><div id="ydp2yahoo_quoted_1" class="ydp2yahoo_quoted"><div>On Tuesday, November 24, 2026 at 10:05 AM, Derman wrote:</div>{OLD}</div>',
    "yahoo phone": f'<div>It works.<br><br><div id="ymail_android_signature"><a href="https://go.onelink.me/1">Android\'de Yahoo Postadan gönderildi</a></div><br><blockquote style="margin: 0 0 20px 0;"><div style="font-family:Roboto"><div>24 Kas 2026 Sal saat 10:05 tarihinde Derman<br>&lt;d@derman.example&gt; yazdı:</div></div>{OLD}</blockquote></div>',
    "yandex": f'<div>It works.</div><div> </div><div>24.11.2026, 10:05, "Derman" &lt;d@derman.example&gt;:</div><blockquote>{OLD}</blockquote><div>-- <br>Ayşe</div>',
    "yandex new": f'<div>It works.</div><div>----------------</div><div>Кому: Ayşe (a@ornek.example);</div><div>Тема: Принтер;</div><div>24.11.2026, 10:05, "Derman" &lt;d@derman.example&gt;:</div><blockquote>{OLD}</blockquote>',
    "mail.ru": f'<div>It works.<br>-- <br>Ayşe</div><div id="mail-app-auto-quote"><br>Вторник, 24 ноября 2026, 10:05 +03:00 от Derman &lt;d@derman.example&gt;:<br><blockquote style="border-left:1px solid #0857A6">{OLD}</blockquote></div>',
    "mail.ru in words": f'<div>It works.</div><blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">Вторник, 24 ноября 2026, 10:05 +03:00 от Derman &lt;d@derman.example&gt;:<br>{OLD}</blockquote>',
    "samsung": f'<div dir="auto">It works.</div><div dir="auto"><br></div><div id="composer_signature" dir="auto">Galaxy cihazımdan gönderildi</div><div dir="auto"><br></div><div><br></div><div align="left" dir="auto" style="font-size:100%;color:#000000"><div>-------- Orijinal mesaj --------</div><div>Gönderen: Derman </div><div>Tarih: 24.11.2026 10:05 (GMT+03:00) </div><div>Alıcı: a@ornek.example </div><div>Konu: Yazıcı </div></div>{OLD}',
    "proton": f'<div style="font-family: Arial">It works.</div><div class="protonmail_signature_block"><div class="protonmail_signature_block-proton">Proton Mail güvenli e-posta ile gönderildi.</div></div><div class="protonmail_quote">On Tuesday, November 24th, 2026 at 10:05 AM, Derman wrote:<br><blockquote class="protonmail_quote" type="cite">{OLD}</blockquote></div>',
    "zoho": f'<div>It works.</div><div class="zmail_extra"><div id="Zm-_Id_-Sgn1">---- On Tue, 24 Nov 2026 10:05:12 +0300 <b>Derman</b> wrote ---</div><blockquote style="margin:0px">{OLD}</blockquote></div>',
    "zimbra": f'<div>It works.</div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>Kimden: </b>Derman<br><b>Konu: </b>Yazıcı<br></div><div data-marker="__QUOTED_TEXT__">{OLD}</div>',
    "roundcube": f'<p>It works.</p><p id="reply-intro">On 2026-11-24 10:05, Derman wrote:</p><blockquote type="cite" style="padding: 0 0.4em">{OLD}</blockquote>',
    "notes": f'<font face="sans-serif">It works.</font><br><br><br><br><font color=#5f5f5f>Kimden: &nbsp; &nbsp;</font><font>"Derman" &lt;d@derman.example&gt;</font><br><font color=#5f5f5f>Kime: &nbsp; &nbsp;</font><font>a@ornek.example</font><br><font color=#5f5f5f>Tarih: &nbsp; &nbsp;</font><font>24.11.2026 10:05</font><br><font color=#5f5f5f>Konu: &nbsp; &nbsp;</font><font>Yazıcı</font><br><hr noshade>{OLD}',
    "notes table": f"<div>It works.</div><table><tr><td>From:</td><td>Derman &lt;d@derman.example&gt;</td></tr><tr><td>To:</td><td>a@ornek.example</td></tr><tr><td>Date:</td><td>24.11.2026 10:05</td></tr><tr><td>Subject:</td><td>Printer</td></tr></table><hr>{OLD}",
    "groupwise": f'<div>It works.</div><div><br></div><div>&gt;&gt;&gt; "Derman" &lt;d@derman.example&gt; 24.11.2026 10:05 &gt;&gt;&gt;<br></div>{OLD}',
    "gmx": f'<div>It works.</div><div name="quote" style="margin:10px 5px 5px 10px; border-left:2px solid #C3D9E5;"><div style="margin:0 0 10px 0;"><b>Gesendet:</b>&nbsp;Dienstag, 24. November 2026 um 10:05 Uhr<br/><b>Von:</b>&nbsp;"Derman" &lt;d@derman.example&gt;<br/><b>An:</b>&nbsp;a@ornek.example<br/><b>Betreff:</b>&nbsp;Drucker</div><div name="quoted-content">{OLD}</div></div>',
    "tutanota": f'<div>It works.</div><br>-- <br>Secured with Tuta Mail<br>24. Nov. 2026, 10:05 by d@derman.example:<br><blockquote class="tutanota_quote" style="border-left: 1px solid">{OLD}</blockquote>',
    "fastmail": f'<div>It works.</div><div><br></div><div>On Tue, 24 Nov 2026, at 10:05 AM, Derman wrote:<br></div><blockquote type="cite" id="qt">{OLD}</blockquote>',
    "spark, signed": f'<div name="messageBodySection"><div dir="auto">It works.</div></div><div name="messageSignatureSection"><br><div>Ayşe<br>Spark ile gönderildi</div></div><div name="messageReplySection">24 Kas 2026 10:05 +0300 tarihinde, Derman şunu yazdı:<br><blockquote type="cite">{OLD}</blockquote></div>',
    "spark": f'<div name="messageBodySection"><div dir="auto">It works.</div></div><div name="messageReplySection">On 24 Nov 2026, 10:05 +0300, Derman wrote:<br><blockquote type="cite">{OLD}</blockquote></div>',
    "bluemail": f'<div dir="auto">It works.</div><div dir="auto"><a href="https://bluemail.me">BlueMail for Android ile gönderildi</a></div><div class="gmail_quote">On 24 Nov 2026, at 10:05, Derman wrote:<blockquote class="gmail_quote">{OLD}</blockquote></div>',
    "windows mail": f'<div class="WordSection1"><p class="MsoNormal">It works.</p><p class="MsoNormal">Windows için <a href="https://go.microsoft.com">Posta</a> ile gönderildi</p><div style="mso-element:para-border-div;border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p><b>Aa: </b>Derman</p></div>{OLD}</div>',
    "hotmail old": f'<div dir="ltr">It works.<br><br><div><hr id="stopSpelling">From: d@derman.example<br>To: a@ornek.example<br>Subject: Printer<br>Date: Tue, 24 Nov 2026 10:05:12 +0000<br><br>{OLD}</div></div>',
    "outlook com": f'<div>It works.</div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg">x</div>{OLD}',
    "kerio": f'<div>It works.</div><div class="-x-kerio-quote"><div>On 24.11.2026 10:05, Derman &lt;d@derman.example&gt; wrote:</div><blockquote>{OLD}</blockquote></div>',
    "plain words in paragraphs": "<p>It works.</p><p>On 24/11/2026 10:05, Derman &lt;d@derman.example&gt; wrote:</p><p>&gt; Have you switched it off?</p>",
    "evolution": f'<div>It works.</div><div>On Tue, 2026-11-24 at 10:05 +0300, Derman wrote:</div><blockquote type="cite" style="margin:0 0 0 .8ex">{OLD}</blockquote>',
}


@pytest.mark.parametrize("source", MAILS.values(), ids=MAILS)
def test_the_answer_stands_alone_in_text_and_in_html(source):
    cut = cut_html(source)
    assert cut.text.reply == "It works."
    assert "It works." in cut.reply
    assert "switched" not in cut.reply
    assert "switched" in cut.quoted


BETWEEN = {
    "answers in paragraphs": (
        '<blockquote type="cite">Which floor?</blockquote><p>The third.</p><blockquote type="cite">Which printer?</blockquote><p>The red one.</p>',
        "The third.\n\nThe red one.",
    ),
    "gmail, answers between": (
        '<div dir="ltr"><div class="gmail_quote"><div class="gmail_attr">On Tue, Nov 24, 2026 at 10:05 AM Derman &lt;d@derman.example&gt; wrote:<br></div><blockquote class="gmail_quote">Which floor?</blockquote><div>The third.</div><blockquote class="gmail_quote">Which printer?</blockquote><div>The red one.</div></div></div>',
        "The third.\n\nThe red one.",
    ),
    "outlook, answers in colour inside the old mail": (
        '<div id="divRplyFwdMsg"><b>From:</b> Derman</div><div>Which floor?</div><div style="color:red">The third.</div>',
        "The third.",
    ),
    "forwarded by gmail": (
        '<div dir="ltr">Please pay.<br><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: Ali &lt;a@ornek.example&gt;<br>Date: Tue<br>Subject: Invoice<br></div>The invoice.</div></div>',
        "Please pay.\n---------- Forwarded message ---------\nFrom: Ali <a@ornek.example>\nDate: Tue\nSubject: Invoice\nThe invoice.",
    ),
    "forwarded by apple": (
        '<div>Please pay.</div><div><br><blockquote type="cite"><div>Begin forwarded message:</div><br><div><b>From: </b>Ali &lt;a@ornek.example&gt;</div><div><b>Subject: </b>Invoice</div><br><div>The invoice.</div></blockquote></div>',
        "Please pay.\n\nBegin forwarded message:\n\nFrom: Ali <a@ornek.example>\nSubject: Invoice\n\nThe invoice.",
    ),
    "indented by hand": (
        "<p>The error is:</p><blockquote>Access denied</blockquote><p>What now?</p>",
        "The error is:\n\nAccess denied\n\nWhat now?",
    ),
    "a table with From and To": (
        "<p>Please book:</p><table><tr><td>From:</td><td>Istanbul</td></tr><tr><td>To:</td><td>Ankara</td></tr></table>",
        "Please book:\n\nFrom: Istanbul\nTo: Ankara",
    ),
}


@pytest.mark.parametrize(("source", "answer"), BETWEEN.values(), ids=BETWEEN)
def test_what_was_written_around_quotes_is_the_answer(source, answer):
    assert cut_html(source).text.reply == answer
