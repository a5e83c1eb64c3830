"""The words of mail servers, in tables: to know a new server, add a row.

All of it is compared folded (see `folding.fold`). Patterns are regular expressions of
bounded length that are searched in single lines or short texts.
"""

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


SENDERS = _any(
    r"mailer[-_. ]?daemon", r"mail[-_. ]?daemon", r"post[-_. ]?master", r"^mdaemon\b", r"^mmdf\b",
    r"mail delivery (?:sub)?system", r"mail[-_. ]delivery[-_. ]?(?:sub)?system", r"mail delivery service",
    r"mail ?system", r"mail administrator", r"system administrator", r"mail ?adm(?:in)?\b", r"ndr administrator",
    r"double-bounce", r"^bounces?\b", r"bounce-?handler", r"microsoft exchange", r"exchange server",
    r"smtp[-_ ]gateway", r"antivirus", r"interscan", r"mail router", r"sysadmin", r"amavis", r"mail transfer",
    r"posta sunucusu", r"e-?posta sistemi", r"mail gateway", r"^daemon\b", r"no[-_.]?reply", r"mail server",
    r"mta[-_ ]admin", r"pmdf", r"internet mail", r"delivery[-_. ]?(?:agent|report|notification)", r"^autobounce",
)
"""Display name or local part of the sender of a bounce."""

SUBJECTS = _any(
    r"^(?:re: ?)?undeliver(?:able|ed)", r"^mail (?:could not|cannot|can't) be delivered", r"^failure notice", r"^failure delivery",
    r"^delivery (?:status )?(?:notification|failure|failed|report|problem|error|delayed|warning|has failed)",
    r"^delivery notification", r"^mail delivery", r"^mail (?:system )?(?:failed|failure|error|problem)", r"^returned (?:mail|to sender|email|message)",
    r"^message (?:delivery )?(?:failure|failed|could not|undeliver|not delivered|delayed|status)", r"^non-? ?delivery",
    r"^nondeliverable", r"^permanent (?:delivery )?(?:failure|error)", r"^(?:temporary|transient) (?:delivery )?(?:failure|error)",
    r"^warning: ?(?:could not send|message|mail)", r"^unable to deliver", r"^could not (?:deliver|send)", r"^not delivered",
    r"^undelivered", r"^there was an error sending", r"^processing error", r"^rejected mail", r"^bounce", r"^error sending",
    r"^your (?:message|mail|e-?mail) (?:to|could|was|has|cannot|of)", r"^recipient (?:unknown|address)", r"^user unknown",
    r"^(?:e-?)?mail (?:bounced|rejected|undeliverable|returned|not delivered)", r"^considered unsolicited", r"^delayed mail", r"^dsn\b", r"^ndn:",
    r"^teslim (?:edilemedi|edilemeyen|durumu|raporu)", r"^iletilemedi", r"^iletilemeyen", r"^gonderilemedi", r"^iletiniz (?:teslim|iletil)",
    r"^teslimat (?:durumu|hatasi|basarisiz)", r"^e-?posta(?:niz)? (?:iletilemedi|teslim|gonderilemedi)",
    r"^unzustellbar", r"^nicht (?:zustellbar|zugestellt)", r"^zustell(?:ung|fehler)", r"^rucklaufer", r"^mail nicht",
    r"^non remis", r"^non distribuable", r"^echec (?:de|d')", r"^message non (?:remis|distribu|delivr)", r"^utilisateur non", r"^remise",
    r"^no se (?:puede|pudo|ha podido) entregar", r"^no entregado", r"^no se puede", r"^devuelto", r"^error de entrega", r"^notificacion de estado de entrega",
    r"^nao (?:foi possivel|e possivel) entregar", r"^falha na entrega", r"^nao entregue", r"^impossibile recapitare", r"^non recapitabile", r"^mancato recapito",
    r"^onbestelbaar", r"^niet bezorgd", r"^bezorging", r"^nie mozna dostarczyc", r"^niedostarczon", r"^kan (?:inte|ikke) levere", r"^olevererbart",
    r"не доставлено", r"не может быть доставлено", r"^недоставлен", r"^не удалось доставить", r"^ошибка доставки",
    r"تعذر (?:ال)?تسليم", r"لم يتم تسليم", r"メールエラー", r"配信(?:でき|不能|エラー)", r"配送(?:不能|エラー)", r"送信エラー", r"エラーメール", r"メッセージを配信",
    r"无法(?:投递|送达)", r"退信", r"系统退信", r"無法傳遞", r"배달되지 않음", r"반송",
)
"""How bounces begin their subjects."""

MACHINE_TALK = _any(
    r"this (?:message|is an?) (?:was )?(?:created )?automatic", r"automatically[- ]generated (?:delivery|message|mail|e-?mail)",
    r"this is the (?:mail system|postfix|qmail|dragonfly|mail delivery|mail server|courier|ironport)", r"hi\. this is", r"sorry to (?:have to )?inform you",
    r"delivery (?:to the following|has failed|of|failed|attempt)", r"your (?:message|mail|e-?mail)(?: message)?\s.{0,120}?(?:did not reach|was not delivered|wasn't delivered|could ?n[o']t be|cannot be|couldn't)",
    r"did not reach (?:some|the following|any)", r"(?:following|intended) recipients?", r"original message was received", r"original mail was received",
    r"message from\s+\S{3,80}", r"error occurred while (?:trying|sending)", r"non-?delivery report", r"failure reasons", r"undeliverable",
    r"transcript of (?:the )?session", r"permanent(?:ly)? (?:fatal |delivery )?(?:error|fail)", r"failed (?:addresses|recipients|delivery|to deliver)", r"could not be delivered",
    r"unable to deliver", r"(?:delivery|mail) (?:error|failed|failure|problem)", r"user (?:unknown|not known|not listed)", r"unknown (?:user|recipient|local)", r"invalid (?:final delivery|recipient|user|address)",
    r"warning message only", r"advisory-only", r"was rejected|has been rejected|were rejected", r"had trouble delivering", r"not be delivered", r"cannot be delivered", r"no longer (?:valid|active|exists|in use|available)",
    r"intended recipient", r"has been (?:returned|postponed|delayed)", r"mail(?:box)? .{0,40}(?:full|quota)", r"\b[45]\d\d[ -]\d\.\d\.\d", r"does ?n[o']t exist",
    r"teslim edilemedi", r"teslim edilmedi", r"iletilemedi", r"adres bulunamadi", r"konnte nicht zugestellt", r"unzustellbar", r"n'a pas pu etre", r"n'existe pas", r"no se (?:pudo|puede|ha podido)",
    r"не может быть доставлено", r"автоматически", r"لم يتم تسليم", r"配信", r"送信できません", r"エラー", r"delevery to",
)
"""What the first lines of a bounce say."""

ORIGINAL_FOLLOWS = _any(
    r"below this line is a copy", r"^-*\s*this is a copy of (?:the|your)", r"copy of the (?:original )?(?:message|mail)", r"copy of the first part", r"original message (?:follows|header|attached|below|as received)",
    r"^-{2,}\s*(?:original|returned|unsent|your|copy|headers?|start of|undelivered|below|included|message (?:text|headers?|body)|the (?:original|headers?|message|returned))\b[^@]{0,60}(?:message|mail|header|text|follow|below)", r"(?:message|mail) (?:text|header|body)s? follow",
    r"returned (?:mail|message) (?:follows|below)", r"the headers? of the original", r"message headers? follow", r"^\|?-+ ?message text follows", r"start of returned message",
    r"first \d+ lines of your original", r"^old message:", r"your message reads", r"copy of the message header", r"included is (?:a )?(?:copy|the original)", r"original mail headers",
    r"^original message:?\s*$", r"^-{3,}\s*message header", r"message details:?$", r"returned message\s*-*$", r"unsent message (?:follows|below)", r"original message\s*-+$", r"ozgun (?:ileti|mesaj)\s*-", r"orijinal (?:ileti|mesaj)",
    r"the message that (?:caused|was)", r"^={3,} ?original", r"undelivered message", r"ursprungliche nachricht", r"message d'origine", r"mensaje original", r"mensagem original", r"текст (?:исходного )?(?:письма|сообщения)", r"заголовк",
    r"元のメッセージ", r"the original message (?:is|was) (?:over|included|attached)", r"以下は元",
)
"""The line after which a bounce returns the mail that failed."""

DELAYED = _any(
    r"warning message only", r"(?:has|have) been (?:delayed|postponed)", r"delivery.{0,30}delayed", r"will be retried", r"(?:will )?continue (?:trying|to try|to be made)", r"not yet been delivered", r"still being (?:tried|retried)",
    r"do(?:es)? not need to resend", r"no need to resend", r"delivery attempts will continue", r"will keep trying", r"still trying", r"not (?:yet )?received your message", r"advisory-only",
    r"gecik(?:ti|me|miştir|mistir)", r"yeniden denen(?:ecek|mektedir)", r"wird weiter(?:hin)? versucht", r"verzoger", r"retardee?", r"sera retransmis", r"se ha retrasado", r"задержан", r"попытки будут продолжены",
)
GIVEN_UP = _any(
    r"giv(?:ing|en) up", r"not going to try again", r"permanent (?:error|failure|fatal)", r"will not (?:be )?(?:try|tri|retr|attempt)", r"failed permanently", r"no further attempts", r"has been removed from the", r"retry timeout exceeded", r"been in the queue too long",
)

# What the words mean in numbers (RFC 3463, section 3), where the server gives none.
STATUS_OF_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (_any(*patterns), status)
    for status, patterns in (
        ("5.2.2", (r"quota", r"(?:mail ?box|mailfolder|inbox|disk|folder).{0,30}\bfull", r"over(?:drawn| the)? ?(?:storage|limit)", r"insufficient (?:disk|system)? ?(?:space|storage)", r"posta kutusu dolu", r"postfach.{0,20}voll", r"boite.{0,20}pleine", r"buzon.{0,20}lleno", r"переполнен", r"メールボックス.{0,10}(?:いっぱい|容量)")),
        ("5.3.4", (r"message (?:is )?(?:too (?:big|large)|size exceed|length exceed)", r"exceeds .{0,30}(?:size|length)", r"too (?:big|large) (?:message|mail)", r"size limit", r"sizelimit", r"zu gross", r"troppo grande")),
        ("5.7.26", (r"dmarc",)),
        ("5.7.23", (r"\bspf\b",)),
        ("5.7.1", (r"\bspam\b", r"black ?list", r"block ?list", r"blocked", r"\bpolicy", r"relay(?:ing)? (?:denied|not permitted|access)", r"not (?:allowed|permitted|authori[sz]ed)", r"access denied", r"rejected (?:by|for|due)", r"refused by", r"content (?:rejected|filter)", r"virus", r"prohibited", r"unsolicited", r"not accepting mail", r"reputation", r"ist nicht erlaubt")),
        ("5.4.6", (r"(?:too many|exceeded) (?:hops|received)", r"mail ?loop", r"routing loop", r"loops? back")),
        ("4.4.7", (r"queue too long", r"retry time(?:out)? (?:not reached|exceeded)", r"(?:message|delivery).{0,20}expired", r"within \d+ (?:day|hour)", r"giving up", r"allowed queue period", r"cannot send message (?:for|within)", r"delivery time(?: |d )?(?:out|expired)", r"not been collected")),
        ("5.4.4", (r"host (?:unknown|not found|or domain name not found)", r"unknown (?:host|domain)", r"domain.{0,60}(?:does not exist|not found|unknown)", r"no such (?:host|domain)", r"unroute?able", r"name service error", r"nxdomain", r"couldn't find any host", r"dns (?:error|lookup)", r"no mx|mx record", r"could not find a gateway", r"bad destination host", r"\bno route")),
        ("4.4.1", (r"connection (?:timed out|refused|reset|dropped|time-?out)", r"establish an smtp connection", r"(?:not|un)reach(?:able|ed)", r"did not accept our requests to connect", r"not respond", r"could ?n[o']t connect", r"network (?:error|problem|unreachable)", r"socket error", r"no answer from")),
        ("5.2.1", (r"(?:account|mail ?box|user|address).{0,40}(?:disabled|inactive|suspended|deactivated|locked|closed|discontinued|expired)", r"no longer (?:valid|active|in use|available|accept)")),
        ("5.1.1", (r"user (?:is )?(?:unknown|not (?:known|found|listed|exist))", r"unknown (?:user|recipient|address|local|account|or illegal)", r"no (?:such|mailbox here)", r"(?:does|do|did) ?n[o']t (?:exist|have)", r"not (?:found|listed|recognized|a valid|exist)", r"invalid (?:recipient|user|mailbox|address|final)", r"recipient.{0,30}(?:unknown|invalid|rejected)", r"(?:mailbox|account|address|addressee) (?:is )?(?:unavailable|unknown|not|invalid)", r"no mailbox", r"unavailable: user", r"bulunamadi", r"mevcut degil", r"unbekannt", r"existiert nicht", r"n'existe pas", r"inconnu", r"no existe", r"desconocid", r"inesistente", r"sconosciuto", r"не найден", r"не существует", r"недоступен", r"存在しません", r"不存在", r"illegal user", r"undeliverable address", r"gal does not|not in (?:the )?(?:directory|gal)", r"not available", r"error: invalid")),
    )
)
