"""The tables of reading: which words name a section, a source, a month, what is open, and who says it.

Adding a title or a language means adding a word here; the rules that use them are elsewhere.
"""

import re
from typing import Final

from bot.model.brief import SectionKind
from bot.text import fold

_Kind = SectionKind

_TITLES: Final[dict[SectionKind, tuple[str, ...]]] = {
    _Kind.what_happened: (
        *("what happened", "what's happening", "what's new", "what changed", "the news", "driving the news"),
        *("the move", "the announcement", "the event", "overview"),
        *("was ist passiert", "was passiert ist", "was geschah", "was geschehen ist", "worum geht es"),
        *("ce qui s'est passé", "que s'est-il passé", "les faits", "l'essentiel"),
        *("qué pasó", "qué ha pasado", "qué ocurrió", "lo ocurrido", "los hechos"),
    ),
    _Kind.key_developments: (
        *("key developments", "key points", "key takeaways", "key facts", "key findings", "key details"),
        *("takeaways", "main points", "highlights", "at a glance", "in brief", "in short", "summary"),
        *("executive summary", "tl;dr", "tldr", "the gist", "fast facts", "quick facts", "by the numbers"),
        *("developments", "latest", "latest developments", "state of play", "where things stand", "details"),
        *("zoom in", "what we know", "what we know so far", "what to know", "what you need to know", "facts"),
        *(
            "das wichtigste",
            "das wichtigste in kürze",
            "wichtigste punkte",
            "wichtigsten punkte",
            "überblick",
        ),
        *("auf einen blick", "kurz gefasst", "zusammenfassung", "was wir wissen", "was bekannt ist"),
        *("points clés", "en bref", "à retenir", "ce qu'il faut retenir", "ce que l'on sait", "résumé"),
        *("puntos clave", "claves", "en resumen", "resumen", "lo más importante", "lo que sabemos"),
    ),
    _Kind.why_it_matters: (
        *("why it matters", "why this matters", "why you should care", "why we care", "significance"),
        *("so what", "the stakes", "what's at stake", "between the lines", "our take", "analysis"),
        *(
            "warum das wichtig ist",
            "warum es wichtig ist",
            "warum ist das wichtig",
            "einordnung",
            "bedeutung",
        ),
        *("pourquoi c'est important", "pourquoi cela compte", "enjeux", "analyse"),
        *("por qué importa", "por qué es importante", "análisis"),
    ),
    _Kind.implications: (
        *("implications", "practical implications", "what it means", "what this means", "what that means"),
        *("impact", "the impact", "consequences", "effects", "fallout", "ripple effects", "what to do"),
        *("recommendations", "action items", "was das bedeutet", "was bedeutet das", "folgen"),
        *("auswirkungen", "konsequenzen", "conséquences", "répercussions", "ce que cela signifie"),
        *("consecuencias", "implicaciones", "qué significa", "impacto"),
    ),
    _Kind.open_questions: (
        *("open questions", "unanswered questions", "outstanding questions", "remaining questions"),
        *("questions remain", "questions", "unknowns", "what we don't know", "what we do not know"),
        *("what's unclear", "what's next", "what is next", "what comes next", "what happens next"),
        *("next", "next steps", "up next", "looking ahead", "what to watch", "what we're watching"),
        *("what we are watching", "watch for", "the road ahead", "outlook"),
        *("offene fragen", "was wir nicht wissen", "was unklar ist", "wie es weitergeht", "ausblick"),
        *("wie geht es weiter", "nächste schritte", "questions ouvertes", "questions en suspens"),
        *("ce que l'on ne sait pas", "et maintenant", "prochaines étapes", "la suite"),
        *("preguntas abiertas", "preguntas sin respuesta", "lo que no sabemos", "próximos pasos"),
        *("qué sigue", "y ahora qué"),
    ),
    _Kind.bottom_line: (
        *("bottom line", "conclusion", "conclusions", "final thoughts", "final word", "last word", "verdict"),
        *("takeaway", "in conclusion", "wrapping up", "fazit", "schluss", "unterm strich"),
        *("en conclusion", "conclusión", "conclusiones", "en conclusión"),
    ),
    _Kind.background: (
        *("background", "context", "backstory", "big picture", "zoom out", "flashback", "history"),
        *("timeline", "chronology", "catch up quick", "catch up fast", "how we got here", "how it works"),
        *("hintergrund", "vorgeschichte", "kontext", "zeitleiste", "chronologie", "contexte"),
        *("rappel des faits", "contexto", "antecedentes", "cronología"),
    ),
    _Kind.other: (
        *("yes, but", "yes but", "other side", "go deeper", "intrigue", "reality check", "threat level"),
        *("case in point", "what they're saying", "what they are saying", "reactions", "reaction"),
        *("of note", "worth noting", "our thought bubble", "thought bubble", "quick take", "quote"),
        *("methodology", "contact", "media contact", "press contact", "notes to editors", "reaktionen"),
        *("réactions", "reacciones"),
    ),
}

_OPEN_ENDED: Final = (
    (r"why .{1,50} matters?\b.*", _Kind.why_it_matters),
    (r"what .{1,50} means?(?: for .*)?", _Kind.implications),
    (r"(?:.{1,30} )?implications(?: (?:for|of) .*)?", _Kind.implications),
    (r"(?:impact|consequences|fallout) (?:on|for|of) .*", _Kind.implications),
    (r"key (?:developments|points|takeaways|facts|findings|details) .*", _Kind.key_developments),
    (r"what we know(?: .*)?", _Kind.key_developments),
    (r"what we (?:still )?(?:don't|do not)(?: yet)? know(?: .*)?", _Kind.open_questions),
    (r"what (?:remains|is still|is) (?:unclear|unknown|uncertain).*", _Kind.open_questions),
    (r"what(?:'s| is| comes| happens)? next (?:for|in) .*", _Kind.open_questions),
    (r"(?:open|unanswered|outstanding|remaining|lingering) questions? .*", _Kind.open_questions),
    (r"questions (?:that )?(?:still )?remain(?:ing)?(?: .*)?", _Kind.open_questions),
    (r"background (?:on|to) .*", _Kind.background),
    (r"was (?:das|dies) für .* bedeutet", _Kind.implications),
    (r"ce que (?:cela|ça) (?:change|signifie) .*", _Kind.implications),
)

_LONGEST_TITLE: Final = 120  # characters
_ARTICLE: Final = re.compile(r"(?:the|die|der|das|les?|la|los|las|el|our) (?=\w)|l'(?=\w)")
_ABOUT: Final = re.compile(r"(?:\d{1,2}[.)] )?(?:About|ABOUT) [A-Z][\w .&'’-]{1,50}$")
_EDGES: Final = re.compile(r"^\W*(?:\d{1,2}[.)] )?\W*|[\W_]+$")


def key_of(title: str) -> str:
    """Return the form in which titles are looked up: folded, without number, article and edge marks."""
    bare = _EDGES.sub("", fold(title.replace("’", "'")))
    return _ARTICLE.sub("", bare, count=1) if _ARTICLE.match(bare) else bare


_KINDS: Final = {key_of(title): kind for kind, titles in _TITLES.items() for title in titles}
_OPEN_ENDED_KINDS: Final = tuple((re.compile(fold(pattern)), kind) for pattern, kind in _OPEN_ENDED)


def is_section_title(title: str) -> bool:
    """Say whether a title is one of the table, word by word; "Why the ruling matters" can be a headline."""
    return len(title) <= _LONGEST_TITLE and key_of(title) in _KINDS


def kind_of(title: str) -> SectionKind | None:
    """Return the kind of section that a title names, numbered or not; None where it names no known one."""
    if len(title) > _LONGEST_TITLE:
        return None
    key = key_of(title)
    known = _KINDS.get(key)
    if known or " " not in key:
        return known
    if _ABOUT.match(title):
        return SectionKind.background
    return next((kind for pattern, kind in _OPEN_ENDED_KINDS if pattern.fullmatch(key)), None)


SOURCE_LINE: Final = re.compile(
    r"(?:sources?|via|quellen?|fonti?e?s?|fuentes?|bron(?:nen)?|źródł[oa]|källa|kilder?)\s*[:：]\s*(\S.{0,300})",
    re.IGNORECASE,
)

_LONGEST_FURNITURE: Final = 160  # characters
_FURNITURE: Final = re.compile(
    r"(?i:by|von|par|por) (?:[A-ZÀ-Þ][\w.'’-]*(?:,? (?:and|und|et|y|e|&) |,? |,?$))+$"
    r"|(?i:photo|image|picture|illustration|credit|foto|getty|reuters|video)\b[^.!?]{0,80}[:/©|]"
    r"|(?i:advertisement|anzeige|publicité|publicidad|for immediate release|embargoed|ends?$|#+$)"
    r"|(?i:(?:(?:media|press|news) )?contacts?|(?:presse)?kontakt|contacto|tel|phone|e-?mail|fax) ?[:：] ?\S"
    r"|\S+@\S+$"
    r"|(?i:published|updated|posted|last updated|veröffentlicht|stand|publié|publicado)\b[^.!?]{0,80}\d"
    r"|(?i:share|related|read more|more from|recommended|comments?|tags?|subscribe|sign up|newsletter"
    r"|follow us|about the authors?|also read|see also|continue reading|click here|table of contents"
    r"|listen to|watch:|register)\b[^.!?]{0,60}$"
    r"|(?i:[a-zà-ÿ]{3,10},? )?(?:[^\W\d_]{3,12}\.? \d{1,2}|\d{1,2}\.? [^\W\d_]{3,12}\.?)"
    r" ?,? \d{4}\b[^.!?]{0,30}$"
    r"|\d{4}-\d\d-\d\d\b[^.!?]{0,30}$"
    r"|\d{1,2} min(?:ute)?s? read|\W*$"
)


def is_furniture(text: str) -> bool:
    """Say whether a line is the page's, not the story's: a byline, a credit, an advert, a call to click."""
    return len(text) <= _LONGEST_FURNITURE and _FURNITURE.match(text) is not None


# How each language writes its months; a name in capitals here (May, Mai) is a month only with a capital.
MONTHS: Final[dict[str, tuple[str, ...]]] = {
    language: tuple(names.split())
    for language, names in {
        "en": "January/Jan February/Feb March/Mar April/Apr May June/Jun July/Jul August/Aug"
        " September/Sep/Sept October/Oct November/Nov December/Dec",
        "de": "Januar/Jänner/Jan Februar/Feb März/Mär April/Apr Mai Juni/Jun Juli/Jul August/Aug"
        " September/Sep/Sept Oktober/Okt November/Nov Dezember/Dez",
        "fr": "janvier/janv février/févr mars avril/avr mai juin juillet/juil août septembre/sept"
        " octobre/oct novembre/nov décembre/déc",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "nl": "januari februari maart april mei juni juli augustus september oktober november december",
        "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października"
        " listopada grudnia",
        "sv": "januari februari mars april maj juni juli augusti september oktober november december",
        "da": "januar februar marts april maj juni juli august september oktober november december",
        "nb": "januar februar mars april mai juni juli august september oktober november desember",
        "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta"
        " syyskuuta lokakuuta marraskuuta joulukuuta",
        "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
    }.items()
}

# A few of each language's commonest words, to tell which one a text is written in.
COMMON: Final[dict[str, str]] = {
    "en": "the and of to is that for with was by from has on",
    "de": "der die und das ist nicht mit den von dem ein eine auf für sich",
    "fr": "le les et des est une dans du pour qui sur au a par",
    "es": "el los y del una por las se con que para su en",
    "it": "il che di della per una con gli del sono nel",
    "pt": "o os do da que não uma com para em dos no",
    "nl": "het een van en dat op te zijn met voor niet",
    "pl": "w i na nie że się jest z do od oraz",
    "sv": "och att det som en är på för av med inte",
    "da": "og at det er en til på af den ikke der blev",
    "nb": "og at det er en til på av som ikke ble",
}


def _all(*words: str) -> frozenset[str]:
    return frozenset(" ".join(words).split())


SAYING: Final = _all(
    "said says told announced confirmed reported added warned wrote argued stated unveiled launched revealed",
    "sagte teilte erklärte betonte berichtet warnte déclaré annoncé affirmé dit dijo anunció confirmó afirmó",
)

# A sentence that begins so leans on the one before it, and says little when it stands alone.
LEANING: Final = _all(
    "but and or so he she it they this that these those however then also still yet instead meanwhile such",
    "aber und er sie es dies mais et il elle ils cela pero y",
)

# A sentence that begins so speaks to the reader of a page, not of the story.
CALLS: Final = _all("click subscribe read sign follow watch see download share join listen register")

# A question with one of these is the writer's way of talking.
PERSONAL: Final = _all("i me my you your du dein ich tu vous votre usted")

# Words without which a sentence is not looked at for what is open; then the phrases, in lower case, that
# say what is unknown, and what is to come.
OPEN_SIGNS: Final = _all(
    "unclear unknown uncertain known clear seen not didn hasn haven hadn yet declined expected due scheduled",
    "slated vote decide rule hear consider determine word",
    "awaiting pending investigation investigating unklar offen ungewiss bekannt erwartet nicht abzuwarten",
    "ignore incertain inconnu attendu attendue doit refusé reste desconoce claro prevé espera declinó",
    "äußerte äußerten investigated confirmar",
)
UNKNOWN: Final = re.compile(
    r"\b(?:unclear|unknown (?:whether|if|how|what|when|who|why)|remains? (?:unknown|uncertain|to be seen)"
    r"|not (?:yet |immediately |been )*(?:known|clear)\b"
    r"|(?:has|have|had|did|would)(?: not|n['’]t)(?: yet| immediately| publicly)*"
    r" (?:sa(?:id|y)|disclosed?|announced?|comment(?:ed)?|respond(?:ed)?|decided?|reveal(?:ed)?"
    r"|confirm(?:ed)?|elaborated?|specif(?:y|ied)|returned?)"
    r"|declined (?:to|comment)|yet to (?:be|say|decide|respond|announce|comment|confirm)|no word on"
    r"|under investigation|(?:is|are) (?:investigating|being investigated)|awaiting|remains? pending"
    r"|(?:ist|bleibt|war) (?:noch |weiterhin )*(?:unklar|offen|ungewiss|abzuwarten)|nicht bekannt"
    r"|äußer\w+ sich (?:zunächst )?nicht|(?:on|l['’]on) ignore|reste(?:nt)? (?:incertain|inconnu|à savoir)"
    r"|refusé de|se desconoce|no está claro|declinó|sin confirmar)",
)
TO_COME: Final = re.compile(
    r"\b(?:(?:is|are)(?: also| now| widely)? (?:expected|due|scheduled|slated) (?:to|for|in|on)"
    r"|will (?:vote|decide|rule|hear|consider|determine)|(?:wird|werden) (?:\w+ )?erwartet"
    r"|(?:est|sont) attendu|doit se prononcer|se (?:prevé|espera) que)",
)
