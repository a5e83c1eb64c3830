"""The words of mail servers for what became of a mail: still tried, delivered, given up. To know more, add a row."""

from derman.channels.mail.reading.bounces.wording import any_of

DELAYED = any_of(
    r"warning message only",
    r"(?:is|was|has been|have been) (?:delayed|postponed)",
    r"delivery.{0,30}delayed",
    r"will be (?:re-?tried|attempted again)",
    r"will (?:re-?try|try again|be re-?tried)",
    r"temporary delivery (?:problem|error|fail)",
    r"delivery is delayed",
    r"teslim gecikti",
    r"denemeye devam|devam edilecek",
    r"only a temporary (?:failure|error)",
    r"kept in the queue",
    r"(?:will )?continue (?:trying|to try|to be made)",
    r"not yet been delivered",
    r"still being (?:tried|retried)",
    r"do(?:es)? not need to re-?send",
    r"no need to re-?send",
    r"delivery attempts will continue",
    r"will keep trying",
    r"still trying",
    r"not (?:yet )?received your message",
    r"advisory-only",
    r"gecik(?:ti|me|miştir|mistir)",
    r"yeniden denen(?:ecek|mektedir)",
    r"wird weiter(?:hin)? versucht",
    r"verzoger",
    r"retardee?",
    r"sera retransmis",
    r"se ha retrasado",
    r"задержан",
    r"попытки будут продолжены",
    r"повторит попытку",
    r"gecici bir sorun",
    r"vorubergehend",
    r"probleme temporaire",
    r"problema temporal",
)
DELAYED_SUBJECTS = any_of(
    r"\bdelay(?:ed)?\b",
    r"still being retried",
    r"^warning: ?could not send",
    r"gecik",
    r"verzoger",
    r"retarde",
    r"retrasad",
    r"задерж",
    r"تأخر|تاخر",
)
"""How notices that a mail is late begin their subjects."""

SUCCEEDED = (
    (
        "expanded",
        any_of(
            r"expanded by (?:the )?mailing list",
            r"(?:group|list|alias) (?:was|has been) expanded",
            r"^expanded ?: ",
            r"(?:grup|liste)\w{0,6} genisletildi|^genisletildi ?: ",
        ),
    ),
    (
        "relayed",
        any_of(
            r"successfully relayed",
            r"relayed to (?:(?:a |the )?(?:remote|mailer|next)|(?:a )?non-dsn)",
            r"relayed; expect no",
            r"complete, but no delivery notification",
            r"(?:was|were|been) relayed",
            r"teslim tamamlandi,? ancak",
            r"abgeschlossen, vom zielserver wurde jedoch keine",
            r"est terminee, mais aucune notification",
            r"pero el servidor de destino no envio ninguna notificacion",
            r"завершена, но целевои сервер не отправил",
        ),
    ),
    (
        "delivered",
        any_of(
            r"(?:was|were|been) (?:successfully )?delivered to",
            r"successfully delivered",
            r"successful delivery",
            r"basariyla (?:teslim edil|iletil)",
            r"(?:alici|grup)\w{0,8} teslim edildi",
            r"empfangern .{0,20}zugestellt:",
            r"a ete remis aux destinataires",
            r"se entrego a los siguientes destinatarios",
            r"доставлено следующим получателям",
            r"erfolgreich zugestellt",
            r"a ete (?:remis|livre)",
            r"se ha entregado",
            r"успешно доставлен",
        ),
    ),
)
"""What is said of a mail that arrived, or was passed on to a list or a server that says no more."""
SUCCEEDED_SUBJECTS = any_of(
    r"^success", r"^return receipt$", r"^(?:delivered|relayed|expanded) ?: ", r"^teslim edildi ?: "
)
"""How such notices begin their subjects: what else they say of errors, they do not report."""
NEGATED = any_of(
    r"(?:could|was|were|has|have|be|been) ?n(?:o|')t\b",
    r"\bfail",
    r"\berror",
    r"undeliver",
    r"unable",
    r"\bне (?:может|удалось|доставл)",
    r"edil(?:e)?medi",
    r"\bnicht\b",
    r"n'a pas",
    r"\bno se (?:pudo|puede|ha)",
)

GIVEN_UP = any_of(
    r"giv(?:ing|en) up",
    r"will not continue",
    r"not going to try again",
    r"permanent (?:error|failure|fatal)",
    r"will not (?:be )?(?:try|tri|retr|attempt)",
    r"failed permanently",
    r"no further attempts",
    r"has been removed from the",
    r"retry timeout exceeded",
    r"been in the queue too long",
)
