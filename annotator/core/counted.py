"""How far a figure reaches behind its number: percent, unit, rate, counted noun phrase.

Closed lists and word endings, no tagger; see ``figures`` for what that costs. Positions are code points.
"""

from annotator.core.lexicon import (
    ATTRIBUTIVE,
    LENGTHS,
    MONTH_NAMES,
    ONES,
    PLURALS,
    RATE_UNITS,
    RISE,
    STOPS,
    TEENS,
    TENS,
    UNITS,
    VERBS,
    WEEKDAYS,
)
from annotator.core.numerals import CLASSIFIER, HAN_UNIT, NUMBER
from annotator.core.patterns import Lazy
from annotator.core.words import word_parts

_LONGEST = 6  # words of a counted noun phrase, conjunctions not counted
_STOPPING = STOPS | MONTH_NAMES | WEEKDAYS
_NUMBER_WORDS = ONES | TEENS | TENS
_FIRST_ONLY = frozenset(("more", "other", "additional", "further", "different", "such", "own", "new"))
_NOUNS_IN_ED = frozenset(("bed", "seed", "feed", "weed", "speed", "breed", "shed", "need", "red", "moped"))
_NOUNS_IN_LY = frozenset(
    ("family", "supply", "assembly", "ally", "rally", "anomaly", "reply", "monopoly", "elderly", "daily")
)
_NOUNS = _NOUNS_IN_ED | _NOUNS_IN_LY
_TOKEN = Lazy(r"(?:[ \u00a0]+)([“‘\"](?:[\p{L}’-]+ ){0,2}[\p{L}’-]+[”’\"](?= \p{L})|\p{L}[\p{L}\p{M}\p{N}’'‑&/-]*|&)")
_HYPHENED = Lazy(r"[-‑]\p{L}[\p{L}\p{N}]*(?:[-‑]\p{L}+)*")
_PERCENT = Lazy(r"\s?(?:%|‰|٪|％)|\s(?:per\s?cent|percent|pct)\b(?:age points?\b)?|\s(?:percentage|basis) points?\b")
_RISE = Lazy(rf"\s(?:{'|'.join(sorted(RISE))})\b")
_OF = Lazy(
    r"\s+of\s+(?:(?:the|its|their|all|our|his|her|these|those)\s+)?(?=\p{L}|\d)|\s+(?:the|its|their|all)\s+(?=\p{L})"
)
_OLD = Lazy(r"[ -](?:old\b|of age\b|years? (?:old|of age)\b)|\s(?:sterling|Celsius|Fahrenheit)\b")
# 2 hours and 30 minutes, 5 feet 10 inches
_LARGER = Lazy(r"(?r)(?:hours?|minutes?|feet|foot|years?|months?|weeks?|days?|pounds?)\Z")
_SMALLER = Lazy(r"(?:,? and)?\s\d+(?:\.\d+)?\s(?:minutes?|seconds?|inch(?:es)?|months?|weeks?|days?|hours?|ounces?)\b")
_OR_MORE = Lazy(r"\s+or\s+(?:more|less|fewer|so)\b")


_LENGTHS = "|".join(sorted(LENGTHS))
_LANDS = "US|U\\.S\\.|American|Hong Kong|Australian|Canadian|Singapore|New Zealand|Taiwan|Indian|Pakistani|Swiss"
UNIT = Lazy(
    rf"\s?°[CF]?|[ \u00a0](?:(?:{_LENGTHS})\s)?(?:(?:{_LANDS})\s)?"
    rf"(?:{'|'.join(sorted(UNITS, key=lambda name: (-len(name), name)))})\b(?![’'-]\p{{L}})"
    r"|(?:km²?|kg|cm|mm|kWh|[kMG]W|ha|mg|ft|mph|m²|[kMGT]B)\b(?:/h)?"
)
_RATE = Lazy(
    rf"\s(?:an?|each|every|per)\s(?:(?:{_LENGTHS})\s)?(?:{'|'.join(sorted(RATE_UNITS))})\b|/\p{{L}}+"
    r"|\sper\s(?:[\d,]+\s)?(?:\p{Ll}+)(?:\s(?:people|residents|inhabitants|women|children|births))?\b"
)


def english_end(text: str, end: int, hi: int, number: str) -> int:
    """The end of the figure whose bare ``number`` ends at ``end``; ``[.., hi)`` is its line."""
    at = end
    if match := _OR_MORE.match(text, at, hi):
        at = match.end()
    if match := _PERCENT.match(text, at, hi):
        at = match.end()
        rise = _RISE.match(text, at, hi)
        return _with_rate(text, rise.end() if rise else at, hi)
    if number[0] in "$€£¥" or any(sign in number for sign in "$€£¥₹"):
        return _with_rate(text, at, hi)
    if match := UNIT.match(text, at, hi):
        return _with_rate(text, _unit_end(text, match.end(), hi), hi)
    phrase = at
    if match := _HYPHENED.match(text, at, hi):
        at = phrase = match.end()
    elif _takes_of(number) and (match := _OF.match(text, at, hi)):
        if inner := NUMBER.match(text, match.end(), hi):
            return english_end(text, inner.end(), hi, inner.group())
        if unit := UNIT.match(text, match.end() - 1, hi):
            return _with_rate(text, unit.end(), hi)
        phrase = match.end() - 1
    found = _noun_phrase_end(text, phrase, hi, number)
    return _with_rate(text, found if found > phrase else at, hi)


def _takes_of(number: str) -> bool:
    low = number.lower()
    return low.rstrip("s").endswith(
        (
            "half",
            "third",
            "quarter",
            "fifth",
            "tenth",
            "hundred",
            "thousand",
            "million",
            "billion",
            "dozen",
            "score",
            "ten",
        )
    ) and (
        low.endswith("s") or not low.endswith(("hundred", "thousand", "million", "billion", "dozen", "ten", "score"))
    )


def _unit_end(text: str, at: int, hi: int) -> int:
    if match := _OLD.match(text, at, hi):
        return match.end()
    more = _SMALLER.match(text, at, hi) if _LARGER.search(text, max(0, at - 8), at) else None
    return more.end() if more else at


def _with_rate(text: str, at: int, hi: int) -> int:
    match = _RATE.match(text, at, hi)
    return match.end() if match else at


def _plural(word: str) -> bool:
    """Looks like a plural that a count may end in."""
    low = word.lower().strip("’'")
    if low in PLURALS:
        return True
    if low in ATTRIBUTIVE or low in _STOPPING or len(low) < 4:
        return False
    return low.endswith("s") and not low.endswith(("ss", "us", "is", "’s", "'s"))


def _may_end(word: str) -> bool:
    low = word.lower()
    return _plural(word) or (low in ATTRIBUTIVE and low.endswith("s") and not low.endswith(("ss", "us")))


def _stops(word: str, first: bool) -> bool:
    low = word.lower()
    if word == "A":  # Grade A
        return first
    return (low in _STOPPING and not (first and low in _FIRST_ONLY)) or low in _NUMBER_WORDS


def _following(text: str, at: int, hi: int) -> str:
    match = _TOKEN.match(text, at, hi)
    return match.group(1) if match else ""


def _noun_phrase_end(text: str, at: int, hi: int, number: str) -> int:
    """The end of the counted noun phrase that begins behind the number, or ``at`` if none is found."""
    start, end, loose = at, at, at
    head, words, sound = False, 0, True
    while words < _LONGEST and (match := _TOKEN.match(text, at, hi)):
        word = match.group(1)
        if word.lower() in ("and", "or", "&"):
            if not words or not _coordinates(text, match.end(), hi, head):
                break
            at, head = match.end(), False
            continue
        piece_start, piece_end = match.span(1)
        parts = word_parts(text, piece_start, piece_end) if word[0].isalpha() else [(piece_start, piece_end)]
        word = text[slice(*parts[0])]
        if not _belongs(text, word, parts[0][1], hi, head, first=words == 0):
            break
        words, at = words + 1, parts[0][1]
        if _may_end(word):
            end = at
        sound = sound and (word.lower() in _NOUNS or not word.lower().endswith(("ed", "ing", "ly")))
        loose = at
        head = _plural(word)
        if len(parts) > 1:
            break
    if end > start:
        return end
    singular = number.lower() in ("1", "one") or text[start - 1 : start].isalpha()
    return loose if sound and words <= (4 if singular else 2) else start


def _belongs(text: str, word: str, end: int, hi: int, head: bool, first: bool) -> bool:
    """Whether the next word still belongs to the noun phrase; ``head``: the last one looked like its plural head."""
    if word[0] in '“‘"':
        return not head
    low = word.lower()
    if _stops(word, first):
        return False
    following = _following(text, end, hi)
    leads_on = bool(following) and following.lower() not in _STOPPING
    if low in VERBS:
        return not head and not first and _plural(following)
    if low.endswith("ed") and low not in _NOUNS:
        return not head and leads_on
    if low.endswith("ing"):
        return _plural(following) if head else leads_on or not first
    if low.endswith("ly") and low not in _NOUNS:
        return not head and leads_on
    return not head or _plural(word)


def _coordinates(text: str, at: int, hi: int, head: bool) -> bool:
    """Whether "and" goes on with the noun phrase: "town and street clinics", "organs and enterprises", but not
    "700 members and sent"."""
    match = _TOKEN.match(text, at, hi)
    if match is None:
        return False
    word = match.group(1)
    low = word.lower()
    if _stops(word, first=False) or low in VERBS or low.endswith(("ed", "ly")):
        return False
    if not head or _plural(word):
        return True
    return _plural(_following(text, match.end(), hi)) and word.islower() and not low.endswith("ing")


# --- Chinese and Arabic -----------------------------------------------------------------------------------------------

_HAN_END = Lazy(rf"[多余餘几幾来來]?\s?(?:(?:[%％]|{HAN_UNIT})|(?P<counted>{CLASSIFIER}))")
_HAN_NOUN = Lazy(r"\p{Han}{1,8}")
_HAN_STOP = Lazy(
    "[的了在是和与與及或不没沒未将將被把从從对對向为為于於以而已也都就并並有等由到来來给給]"
    "|参加|參加|参与|參與|进行|進行|开展|開展|完成|实现|實現|增长|增長|下降|增加|减少|減少|组成|組成|前往|支援|包括|达到|達到|表示|受|获|獲|死亡|受伤|投入|建立|成立|接受|共同|分别|同比|占"
)


def chinese_end(text: str, end: int, hi: int) -> int:
    """Number, measure word, and a noun of at most eight characters up to a particle or a common verb."""
    match = _HAN_END.match(text, end, hi)
    if match is None:
        return end
    at: int = match.end()
    if match.group("counted") is None:
        return at
    noun = _HAN_NOUN.match(text, at, hi)
    if noun is None:
        return at
    stop = _HAN_STOP.search(text, at, noun.end())
    return stop.start() if stop else noun.end()


_ARABIC_MAGNITUDE = Lazy(r"\s(?:ألف|آلاف|ألفا|مليون|مليونا|ملايين|مليار|مليارا|مليارات|بليون|تريليون|مئة|مائة)\b")
_ARABIC_PERCENT = Lazy(r"\s?[%٪]|\s(?:في المئة|في المائة|بالمئة|بالمائة)\b")
_ARABIC_STOP = Lazy(
    r"\s(?:في|من|على|إلى|عن|مع|أن|إن|التي|الذي|خلال|منذ|بعد|قبل|هذا|هذه|كان|كانت|قد|لم|لن|ما|أو|ثم|حتى|بين|حول|عام|سنة)\b|\sو\p{Arabic}{3,}"
)
_ARABIC_WORD = Lazy(r"\s[\p{Arabic}\p{M}]+")
_ARABIC_MONEY = Lazy(r"\s(?:دولار|دولارا|دولارات|جنيه|جنيها|ريال|درهم|دينار|ليرة|يورو|كيلومتر|متر|طن)\b")


def arabic_end(text: str, end: int, hi: int) -> int:
    """Number, magnitude, and one word; two where the first is a currency or a measure ("دولار أمريكي")."""
    at = end
    if match := _ARABIC_MAGNITUDE.match(text, at, hi):
        at = match.end()
    if match := _ARABIC_PERCENT.match(text, at, hi):
        return int(match.end())
    for nth in range(2):
        if _ARABIC_STOP.match(text, at, hi) or not (match := _ARABIC_WORD.match(text, at, hi)):
            break
        measure = _ARABIC_MONEY.match(text, at, hi) is not None
        at = match.end()
        if nth == 0 and not measure:
            break
    return at
