"""What people and their firms put under a mail of their own, in all languages; folded, as patterns.

To know a further language, add to each table.
"""

CLOSINGS = (
    # Turkish
    r"(?:en icten |derin )?(?:saygi(?:lar)?(?:im(?:iz)?)?(?:la)?|sevgiler(?:imle)?|selam(?:lar)?(?:imla)?)",
    r"(?:saygi ve sevgiler(?:imle)?|saygilarimizla arz ederiz|saygilarimla arz ederim|saygilar sunar(?:im|iz))",
    r"(?:iyi|kolay|hayirli|guzel) (?:calismalar|gunler|isler|aksamlar|haftalar|hafta sonlari|tatiller|bayramlar)"
    r"(?: diler(?:im|iz))?",
    r"(?:kolay gelsin|hoscakalin|gorusmek uzere|tesekkur(?:ler| eder(?:im|iz))|simdiden tesekkur(?:ler| ederim))",
    r"(?:bilgi(?:niz|leriniz)e(?: (?:sunar(?:im|iz)|arz eder(?:im|iz)))?|(?:geregini )?(?:arz|rica) eder(?:im|iz))",
    # English
    r"(?:with )?(?:(?:my |our )?(?:best|kind|kindest|warm|warmest|many) )?(?:regards|wishes|greetings)",
    r"(?:all the best|best|cheers|sincerely|faithfully|yours|yours (?:sincerely|faithfully|truly)"
    r"|sincerely yours|rgds|br|kr)",
    r"(?:many |with )?thanks(?: (?:a lot|so much|in advance|and (?:kind |best )?regards|& (?:kind |best )?regards))?",
    r"thank you(?: (?:very much|so much|in advance|and (?:kind |best )?regards))?",
    # German, Dutch
    r"(?:mit )?(?:freundliche[mnr]?|beste[mnr]?|viele[nr]?|liebe[mnr]?|herzliche[mnr]?|schone[nr]?)"
    r" (?:grusse?n?|gruessen?)"
    r"(?: aus .{2,30})?",
    r"i\.? ?[av]|p\.? ?p\.? ?a|im auftrag|in vertretung",
    r"(?:mfg|vg|lg|hochachtungsvoll|gruss|grusse|danke|vielen dank|besten dank)",
    r"(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|mvg",
    # French, Spanish, Italian, Portuguese
    r"(?:bien |tres )?cordialement(?: votre)?|(?:avec mes )?(?:sinceres |meilleures )?salutations(?: distinguees)?",
    r"bonne (?:journee|soiree|reception)|merci(?: d'avance| beaucoup)?|bien a vous",
    r"(?:un )?(?:cordial |atento )?saludos?(?: cordial(?:es)?)?|atentamente|(?:muchas )?gracias(?: de antemano)?",
    r"(?:cordiali|distinti) saluti|cordialmente|grazie(?: mille)?|atenciosamente|cumprimentos|obrigad[oa]",
    # Russian, Polish, Arabic
    r"с (?:наилучшими пожеланиями|уважением)|(?:заранее )?(?:спасибо|благодарю)|всего доброго",
    r"z powazaniem|pozdrawiam|(?:serdecznie )?pozdrowienia",
    r"(?:مع |وتفضلوا بقبول )?(?:فائق |خالص |أطيب )?(?:التحية|التحيات|تحياتي|الاحترام|التقدير|الشكر)"
    r"(?: و(?:التقدير|الاحترام))?|شكرا(?: جزيلا| لكم)?",
)
"""Lines above a name: "Saygılarımla", "Best regards"."""

POSTSCRIPTS = r"(?:not|dip ?not|ek not|onemli|p\.? ?s\.?|n\.? ?b\.?|note|nota|ps|hinweis|важно|ملاحظة)\s*[:：.\-–]"
"""How a line begins that belongs to the mail though it stands below the name."""

REACHED = (
    r"(?:tel(?:efon(?:o|e)?|ephone)?|phone|ph|mob(?:il(?:e|e?telefon)?)?|gsm|cep(?: tel(?:efonu)?)?|fax|faks"
    r"|dahili|ext|durchwahl"
    r"|direct|direkt|office|ofis|handy|is tel|santral|movil|portable|fijo|whatsapp|cell|тел|моб|факс|هاتف|جوال|فاكس"
    r"|[tmfpogdc])"
    r"\s?(?:no)?\s?[.:)|]{0,2}\s{0,3}[:|]?\s{0,3}\(?\+?\(?\d[\d ()./-]{5,}",
    r"\+\d{1,3}[\d ()./-]{7,}\d",
    r"(?:^|[|/•·–-] ?)\(?0\)?[ (]{0,2}\d{3}\)?[ .-]?\d{3}[ .-]?\d{2}[ .-]?\d{2}(?= ?(?:$|[|/•·–-]))",
    r"^\+?\(?\d(?=[\d ()./-]{0,20}[ ()./-])(?:[ ()./-]{0,2}\d){8,14}$",
    r"\b(?:dahili|ext(?:ension)?\.?|durchwahl|poste|доб\.?)(?: no)?\s?[.:]?\s?\d{2,5}\b",
    r"(?:https?://|www\.)\S{4,}",
    r"(?:e-?mail|e-?posta|mail|courriel|correo|почта|البريد)\s?[:|]\s?[^\s@]+@[^\s@]+",
    r"^<?[\w.+-]{1,60}@[\w-]{1,60}\.[\w.]{2,30}>?$",
)
"""Where a person can be reached; searched in a line."""

LEGAL_HEADINGS = (
    r"(?:yasal|hukuki|gizlilik|onemli|sorumluluk|kvkk)\w{0,4} ?(?:/ ?\w{1,20} ?)?"
    r"(?:uyari|bildirim|not|reddi|bilgi|aydinlatma|beyan)\w{0,6}",
    r"feragatname|uyari notu|cekince",
    r"(?:e-?mail |legal |email )?(?:disclaimer|confidentiality(?: (?:notice|note|statement|warning|clause))?)",
    r"(?:legal|privacy|important|privileged|confidential) (?:notice|information|warning)",
    r"haftungsausschluss|vertraulichkeitshinweis|rechtlicher hinweis|disclaimer",
    r"(?:avis|clause|mention) (?:de confidentialite|legale?s?|important)",
    r"aviso (?:legal|de (?:confidencialidad|privacidad))|clausula de confidencialidad|confidencialidad",
    r"конфиденциальность|уведомление о конфиденциальности|إخلاء (?:ال)?مسؤولية|إشعار (?:ال)?سرية",
    r"avviso di riservatezza|aviso de confidencialidade|klauzula poufnosci|vertrouwelijkheid",
)
"""How a firm's legal note is headed."""

LEGAL = (
    r"(?:isbu |bu )(?:elektronik (?:posta|ileti)|e-?posta|e-?mail|mail|ileti|mesaj)\w{0,5}\b.{0,160}"
    r"(?:gizli|virus icer(?:me|dig)|yetkili|yetkisiz|kisiye ozel|yalniz(?:ca)?|sadece|alici|hukuka|kullanimi icin"
    r"|sorumlu|6698|kisisel veri)",
    r"(?:this|the (?:information|content)s?(?: contained)?(?: and attachments)? (?:of|in) this) "
    r"(?:e-?mail|message|communication|electronic (?:mail|message)|transmission)\b.{0,200}"
    r"(?:confidential|intended|privileged|proprietary|solely|legally)",
    r"the information (?:transmitted|contained herein)\b.{0,120}(?:confidential|intended|privileged)",
    r"kisisel verileriniz\b.{0,160}(?:6698|kvkk|kisisel verilerin korunmasi|aydinlatma)",
    r"if you (?:have received|are not the (?:named |intended )?(?:recipient|addressee)|received this)",
    r"(?:diese|der inhalt dieser|die in dieser) (?:e-?mail|nachricht|mail)\b.{0,200}(?:vertraulich|bestimmt"
    r"|adressat|empfanger)",
    r"(?:ce (?:message|courriel|mail|e-?mail|courrier electronique)|les informations contenues dans ce)\b.{0,200}"
    r"(?:confidentiel|destin|usage|protege)",
    r"(?:este (?:mensaje|correo|e-?mail)|la informacion contenida en este)\b.{0,200}(?:confidencial|destinatari"
    r"|dirigid|privilegiad)",
    r"(?:это|данное|настоящее|эта|содержание (?:этого|данного)) (?:электронное )?(?:сообщени|письм"
    r"|электронн)\w{0,6}.{0,200}"
    r"(?:конфиденциальн|предназначен|адресат)",
    r"(?:هذه الرسالة|هذا البريد|محتويات هذه الرسالة|المعلومات الواردة).{0,200}(?:سري|مخصص|المرسل إليه|خاصة)",
    r"(?:questo messaggio|questa e-?mail|le informazioni contenute).{0,200}(?:riservat|confidenzial|destinatari)",
    r"(?:esta mensagem|este e-?mail).{0,200}(?:confidencia|destinatari)",
    r"(?:dit bericht|deze e-?mail|de informatie in deze).{0,200}(?:vertrouwelijk|bestemd)",
    r"(?:ta wiadomosc|niniejsza wiadomosc|tresc tej wiadomosci).{0,200}(?:poufn|adresat|przeznaczon)",
)
"""How its legal note begins where it has no heading."""

REGISTERED = (
    r"\bregistered (?:in|office|address|company|under)\b|\bcompany (?:no|number|reg)|\bvat (?:no|number|reg|id)",
    r"\b(?:mersis|ticaret sicil|vergi (?:no|dairesi)|sicil no)",
    r"\b(?:hrb|hra) ?\d|\b(?:amtsgericht|geschaftsfuhrer|handelsregister|ust-?id)",
    r"\b(?:rcs|siret|siren) .{0,30}\d{3}|\bau capital de\b|\bregistro mercantil\b|\bинн ?\d",
)
"""What firms must print of themselves: it stands beside a legal note, and is none alone."""

LEGAL_WORDS = (
    r"gizli|yetkili|yetkisiz|alici\w{0,3}\b|hukuk|yasak|sorumlu|silin|siliniz|viru|gonderen|gonderici|kisisel veri"
    r"|ifsa|kopyala|6698|aydinlatma",
    r"confidential|privileged|recipient|addressee|disclos|unauthori[sz]ed|delete|sender|virus|liab|prohibited"
    r"|dissemin|intended",
    r"vertraulich|empfanger|adressat|vernichten|unbefugt|absender|loschen|haft|irrtum|gestattet",
    r"confidentiel|destinataire|diffusion|expediteur|detrui|erreur|interdi|responsab",
    r"confidencial|destinatari|prohib|remitente|borr|elimin|autoriza|divulga",
    r"конфиденциал|адресат|получател|отправител|удал|запрещ|ответственн|предназнач",
    r"سري|المرسل|المستلم|حذف|إخطار|مسؤول|مخصص",
    r"riservat|mittente|vietat|confidencia|remetente|vertrouwelijk|afzender|verwijder|poufn|nadawc|usun",
)
"""Words of which a legal note is full: it takes two of them."""

PRINTING = (
    r".{0,40}(?:cevre|doga|agac|yesil).{0,60}(?:yazdir|cikti|bas(?:mayin|madan)).{0,80}|.{0,80}(?:yazdir"
    r"|cikti)\w{0,10}.{0,50}(?:cevre|doga|agac).{0,60}",
    r".{0,40}(?:environment|planet|trees?|green).{0,60}print.{0,60}|.{0,60}print.{0,50}(?:environment|planet"
    r"|trees?).{0,60}",
    r".{0,60}(?:umwelt|baum).{0,60}(?:druck|ausdruck).{0,40}|.{0,60}druck.{0,50}(?:umwelt|baum).{0,40}",
    r".{0,40}environnement.{0,60}imprim.{0,40}|.{0,40}imprimer.{0,60}(?:environnement|planete).{0,40}",
    r".{0,40}(?:medio ?ambiente|arbol).{0,60}imprim.{0,40}|.{0,40}imprimir.{0,60}(?:medio ?ambiente|necesario).{0,40}",
    r"(?:bu (?:e-?posta|ileti|mesaj)|this (?:e-?mail|message)|virus-?free|diese e-?mail|ce (?:mail|courriel"
    r"|message)|este (?:correo|mensaje))"
    r".{0,80}(?:avast|avg|kaspersky|eset|mailscanner|symantec|sophos|norton|bitdefender)[^?]{0,60}",
    r"bu (?:e-?posta|ileti|mesaj) (?:avast|avg|kaspersky|eset|symantec|sophos|norton|bitdefender)\b.{0,40}"
    r"tarafindan .{0,30}(?:kontrol edil|denetlen|taran)\w{2,8}\.?",
    r"(?:information from |informationen von )?eset .{0,40}(?:tarafindan saglanan bilgiler, "
    r"|, version of )(?:virus|detection|algilama|imza).{0,80}",
    r"(?:ileti|mesaj|e-?posta),? eset .{0,40}tarafindan (?:denetlen|kontrol edil|taran)\w{2,8}\.?",
    r"virus-?free\.? ?(?:www\.)?(?:avast|avg)?(?:\.com)?.{0,20}|virusten korunmustur.{0,40}",
    r"(?:ticari )?(?:elektronik )?(?:ticari )?ileti\w{0,10} almak iste(?:miyorsaniz|mezseniz|memeniz).{10,200}",
    r"virus (?:bulunmuyor|yok(?:tur)?|icermez|icermiyor|bulunmamaktadir)\.? ?(?:www\.avast\.com)?",
)
"""Whole lines that ask not to print, or praise a scanner."""

OFFICES = (
    # Turkish, where the word stands last
    r"(?:(?:genel )?mudur(?:u|lugu)?|uzman(?:i)?|sef(?:i|ligi)?|sorumlu(?:su)?|muhendis(?:i)?|teknisyen(?:i)?"
    r"|tekniker(?:i)?|asistan(?:i)?|yonetici(?:si)?|direktor(?:u|lugu)?|koordinator(?:u|lugu)?|danisman(?:i)?"
    r"|memur(?:u)?|sekreter(?:i|ligi)?|baskan(?:i|ligi)?|temsilci(?:si)?|lider(?:i)?|amir(?:i|ligi)?"
    r"|gelistirici(?:si)?|analist(?:i)?|operator(?:u)?|uyesi|mimar(?:i)?|stajyer(?:i)?|departman(?:i)?|bolum(?:u)?"
    r"|birim(?:i)?|dairesi|bilgi islem|insan kaynaklari|satin alma|muhasebe|idari isler|universitesi|hastanesi"
    r"|belediyesi|fakultesi|holding)$",
    r"\b(?:a\.? ?s\.?|ltd\.?(?: ?sti\.?)?|san\. ve tic\.?|inc\.?|llc|plc|gmbh|corp\.?|s\.?r\.?l\.?|b\.?v\.?|group"
    r"|university|college|hospital)$",
    # English, German
    r"\b(?:manager|director|engineer|officer|analyst|assistant|coordinator|consultant|specialist|head of|team lead"
    r"|lead$|president|vp\b|ceo|cto|cfo|coo|cio|executive|administrator|supervisor|developer|architect|technician"
    r"|accountant|secretary|associate|representative|dept\.?|department|division)",
    r"\b(?:leiter(?:in)?|geschaftsfuhrer(?:in)?|sachbearbeiter(?:in)?|referent(?:in)?|mitarbeiter(?:in)?|abteilung)\b",
)
"""What somebody is, and where: a line of such words under a name is of the card, though it has no number in it."""

SMALL_WORDS = r"(?:ve|ile|of|and|the|for|in|at|to|fur|und|der|des|von|de|la|et|y|&)"
"""Words that stand small in a title."""
