"""What bounces say in further words of the languages that desks read most: subjects and first lines, folded.

To know a further language, add a row to each table.
"""

SUBJECTS = (
    # Turkish
    r"^(?:mesaj|ileti|e-?mail|mail|e-?posta|posta)\w{0,6} (?:.{1,30} )?"
    r"(?:iletilem\w{2,8}|gonderilem\w{2,8}|ulas(?:tiril)?am\w{2,8}|teslim edilem\w{2,8}|geri dondu|iade edildi"
    r"|reddedildi|gecikti)",
    r"^(?:geri donen|iade edilen|teslim edilemeyen|gonderilemeyen|ulasmayan) (?:e-?posta|e-?mail|mail|ileti|mesaj)",
    r"^(?:e-?posta |mail |ileti )?(?:gonderim|iletim|teslimat|teslim|dagitim)\w{0,3} (?:durumu|hatasi|raporu"
    r"|sorunu|basarisiz|bildirimi)",
    # German
    r"^(?:e-?mail|mail|nachricht|zustellung)\b.{0,40}(?:fehlgeschlagen|gescheitert|nicht (?:zugestellt"
    r"|zustellbar|moglich)|verzogert)",
    r"^(?:benachrichtigung|mitteilung) .{0,20}zustell|^unzustellbare",
    # French
    r"^(?:votre )?(?:message|courrier|courriel|mail)\b.{0,30}(?:non (?:remis|delivre|distribue|transmis)"
    r"|retarde|refuse|rejete|n'a pas)",
    r"^retour (?:a l'expediteur|du (?:message|courrier|mail))|^notification (?:d'|de )(?:etat|echec|statut"
    r"|non-?remise)",
    r"^(?:avis|rapport) de non[- ]?(?:remise|distribution|livraison)",
    # Spanish, Portuguese
    r"^(?:entrega|envio) (?:de(?:l)? )?(?:correo|mensaje)?\s?(?:fallid|retrasad)|^(?:correo|mensaje"
    r"|e-?mail) (?:no entregado|devuelto|rechazado)",
    r"^(?:fallo|error|aviso|informe|notificacion|estado) (?:de |en |en la |del? )?(?:la )?(?:entrega|envio|no entrega)",
    r"^(?:mensagem|e-?mail|correio) (?:nao (?:entregue|enviad)|devolvid|rejeitad)|^(?:erro|aviso"
    r"|notificacao) (?:de|na|no) (?:entrega|envio)",
    # Italian
    r"^(?:consegna|recapito|invio)\b.{0,30}(?:fallit|non riuscit|impossibil|ritardat)|^(?:messaggio|mail"
    r"|e-?mail) non (?:recapitat|consegnat|inviat)",
    r"^(?:notifica|avviso) (?:dello stato|di mancat|di errore|di ritardo)",
    # Russian, Polish
    r"^(?:ваше )?(?:сообщение|письмо)\b.{0,30}(?:не (?:доставлен|может|отправлен)|возвращ|задерж|отклонен)",
    r"^(?:возврат|уведомление о|отчет о|ошибка при|сбои при)\b.{0,30}(?:письма|сообщени|доставк|недоставк|отправк)",
    r"^(?:blad|niepowodzenie|zwrot|powiadomienie|raport)\b.{0,30}(?:dostarcz|doreczen|wiadomosci|przesylki)",
    # Arabic
    r"^(?:إشعار|تقرير|فشل|تعذر|خطأ|لم يتم).{0,20}(?:تسليم|توصيل|إرسال|ارسال|بريد|رسال)",
)
"""How they begin their subjects."""

TALK = (
    r"(?:iletilem(?:e|i)|gonderilem(?:e|i)|ulastirilama|ulastirilamad|teslim edilem(?:e|i)|teslim edeme)\w{0,8}",
    r"otomatik (?:olarak )?(?:olusturul|uretil|gonderil|bir (?:mesaj|ileti|bildirim))",
    r"(?:alici|adres|posta kutusu)\w{0,6} .{0,40}(?:bulunam|dolu|yok\b|reddet|mevcut degil|kapali|kullanim disi)",
    r"(?:nachricht|mail)\b.{0,60}(?:nicht (?:zugestellt|ubermittelt|ausgeliefert)|unzustellbar)"
    r"|automatisch (?:erzeugt|generiert|erstellt)",
    r"(?:n'a|n'ont) (?:pu|pas pu) (?:etre )?(?:remis|delivre|distribue|achemine|transmis)"
    r"|genere automatiquement|message automatique",
    r"no (?:ha podido|pudo|puede|ha sido posible|fue posible) (?:ser )?(?:entreg|envi)|(?:generado"
    r"|creado) automaticamente",
    r"nao (?:foi possivel|pode|pode ser|foi) (?:ser )?(?:entreg|envi)|gerad[ao] automaticamente",
    r"non (?:e stato possibile|ha potuto|puo|e stato|e stata) (?:essere )?(?:consegn|recapit|invia)"
    r"|generat[oa] automaticamente",
    r"(?:не (?:может|могло|было|удалось|удается) (?:быть )?доставл?(?:ено|ить|яем)?)|создано автоматически"
    r"|автоматическое сообщение",
    r"nie (?:mogla|moze|mozna|udalo sie) (?:zostac |byc )?(?:dostarcz|doreczy)|wygenerowan\w{1,3} automatycznie",
    r"(?:لم نتمكن|لم يتمكن|تعذر|لا يمكن|لم يتم) .{0,20}(?:تسليم|توصيل|إيصال|إرسال)|تلقائيا",
)
"""What their first lines say."""
