"""How mail programs name the containers into which they put quotes and signatures: to know a further one, add it."""

QUOTE_CLASSES = frozenset(
    {
        "gmail_quote",
        "gmail_quote_container",
        "moz-cite-prefix",
        "gmail_extra_quote",
        "yahoo_quoted",
        "protonmail_quote",
        "tutanota_quote",
        "zmail_extra",
        "moz-email-headers-table",
        "cite",
        "cite2",
        "front-blockquote",
        "mailmate-quote",
        "wm_quote",
        "ydpquoted",
        "hey-quote",
        "iredmail_quote",
        "zimbraquote",
        "mcntmcntquote",
        "quoted-text",
        "edo-original",
        "freebirdquote",
        "superhuman_quote",
        "sh-quoted-content",
        "missive_quote",
        "qt-gmail-quote",
    }
)
QUOTE_IDS = frozenset(
    {
        "mail-app-auto-quote",
        "isforwardcontent",
        "oriegquote",
        "divquote",
        "quotedmessage",
        "mailru-quote",
        "yahoo_quoted",
        "oldcontent",
        "reply-intro",
        "isreplycontent",
        "aqm-original",
    }
)
REST_CLASSES = frozenset(
    {
        "ms-outlook-mobile-reference-message",
        "outlookmessageheader",
        "messagereplysection",
        "mb-reply-header",
    }
)
REST_IDS = frozenset(
    {
        "divrplyfwdmsg",
        "appendonsend",
        "mail-editor-reference-message-container",
        "stopspelling",
        "zwchr",
        "ms-outlook-mobile-body-separator-line",
        "outlookmessageheader",
        "replysplit",
    }
)
QUOTE_NAMES = frozenset({"messagereplysection", "quote", "quoted-content"})
"""What Spark, GMX and WEB.DE call it by `name`."""
SIGNATURE_NAMES = frozenset({"messagesignaturesection"})
"""What Spark calls it by `name`."""
SIGNATURE_CLASSES = frozenset(
    {
        "gmail_signature",
        "gmail_signature_prefix",
        "moz-signature",
        "protonmail_signature_block",
        "tutanota_signature",
        "ms-outlook-mobile-signature",
        "zmail_signature_below",
        "yahoo-signature",
        "signature-block",
        "front-signature",
    }
)
SIGNATURE_IDS = frozenset(
    {
        "signature",
        "ms-outlook-mobile-signature",
        "applemailsignature",
        "composer_signature",
        "linebreakatbeginningofsignature",
        "protonmail_signature_block",
        "yahoosignature",
    }
)
