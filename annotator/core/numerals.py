"""How numbers are written: digits, words, fractions, ranges, money, Chinese and Arabic; and what qualifies them.

Patterns only; which numbers count is decided in ``excluded``, how far the counted thing reaches in ``counted``.
"""

from collections.abc import Iterator
from re import Match

from annotator.core.lexicon import MAGNITUDES, MONTH_NAMES, ONES, PARTS, TEENS, TENS
from annotator.core.patterns import Lazy


def _any(listing: frozenset[str]) -> str:
    return "|".join(sorted(listing, key=lambda word: (-len(word), word)))


MONTH = r"(?:" + "|".join(sorted((name.capitalize() for name in MONTH_NAMES), key=lambda name: -len(name))) + r")\b\.?"
_HAN_DIGIT = "[零〇一二两三四五六七八九十百千]"
CLASSIFIER = (
    "[个個名位家所座条條项項件种種批支只頭头台辆輛架艘套张張份篇本部场場次处處间間片株棵类類组組对對双雙笔轮輪起例宗门門层層级"
    "級根块塊颗顆村]"
)
HAN_UNIT = (
    "个百分点|個百分點|平方公里|平方千米|平方米|立方米|人民币|人次|个月|個月|小时|小時|分钟|分鐘|公里|千米|厘米|毫米|公顷|公頃|公斤|千克"
    "|美元|欧元|歐元|日元|港元|英镑|百分点|元|人|岁|歲|年|天|周|秒|米|亩|畝|吨|噸|克|倍|户|戶|度|成"
)

# --- what looks like a number and is none: dates, times, codes, addresses ---------------------------------------------

_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?![\d%])(?![,.]\d)"
_TO = r"\s*(?:to|and|through|until|till|-|–|—|~)\s*"
_DATE = (
    rf"\b{MONTH}\s+{_DAY}(?:{_TO}(?:{MONTH}\s+)?{_DAY})?(?:,?\s+\d{{4}}\b)?"
    rf"|(?<![\d.,]){_DAY}(?:{_TO}{_DAY})?\s+(?:of\s+)?{MONTH}(?:,?\s+\d{{4}}\b)?"
    rf"|\b{MONTH},?\s+\d{{4}}\b"
    r"|\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})\b"
    r"|\b(?:1[6-9]|20)\d\d\s?[-–/]\s?(?:(?:1[6-9]|20)\d\d|\d\d)(?![\d%年]|[,.]\d)"
    r"|[’']?\b(?:\d\d)?\d0[’']?s\b"
    r"|\b\d{1,2}:\d{2}(?::\d{2})?(?:\s*[aApP]\.?[mM]\b\.?)?|\b\d{1,2}(?:\.\d\d)?\s*[aApP]\.?[mM]\b\.?"
    r"|\b\d{1,2}\s+o[’']clock\b"
    r"|\d{4}\s*(?:[-–~至到]\s*\d{4}\s*)?年(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*[日号號])?(?:\s*[-–~至到]\s*(?:\d{1,2}\s*月\s*)?\d{1,2}\s*[日号號])?"
    r"|\d{1,2}\s*月(?:\s*\d{1,2}\s*(?:[-–~至到]\s*(?:\d{1,2}\s*月\s*)?\d{1,2}\s*)?[日号號])?|(?<!\d)\d{1,2}[日号號](?!线)"
    r"|\d{1,2}[时時点點](?:\d{1,2}分|半|整)|(?:十[一二]?|[一二三四五六七八九])月(?:[一二三四五六七八九十]{1,3}[日号號])?"
    r"|(?:عام|سنة|العام|عامي)\s+\d{4}(?:\s*و\s*\d{4})?"
    r"|\b\d{1,2}\s+(?:يناير|فبراير|مارس|أبريل|إبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر)(?:\s+\d{4})?"
)
_CURRENCY_CODE = r"RMB|USD|US|EUR|GBP|CNY|HKD|HK|JPY|CHF|Rs|Tk|SEK|NT"
_CODE = (
    r"(?<![\w+])(?:\p{L}{1,3}|\d+)(?:\+(?:\p{L}{1,3}|\d+))+(?![\w%])"
    r"|\+\d[\d ()-]{6,}\d|\(\d{2,4}\)\s?\d{3,4}[- ]\d{3,4}|\b\d+(?:[-–]\d+){2,}\b|\b0\d{2,3}-\d{7,8}\b|\b\d{3}-\d{4}\b"
    r"|\b1[3-9]\d{9}\b|(?<![\d,.])\d{10,}(?![\d,]|\.\d)"
    r"|(?!\b\d{1,3}(?:\.\d{3}){2,}\b)\b\d+(?:\.\d+){2,}\b"
    rf"|(?<![\p{{L}}\d])(?!(?:{_CURRENCY_CODE})\d)(?:\p{{Latin}}{{1,2}}\d|\p{{Latin}}+[-‑]\d)[\p{{Latin}}\d]*(?:[.-]\d+)*"
    r"|\b\d+(?:st|nd|rd|th)\b|\b\d{1,4}(?!(?:km|kg|cm|mm|bn|mn|kw|mw|gw|ha|ft|lb|mg|ml|tn)\b)[\p{Latin}--[mkgthMKBs]]{1,2}\b"
    r"|(?<![\d.,])\d\p{Lu}\p{Ll}{2,}|\b0\d+(?![.\d])|[#№]\s?\d+|\[\d{1,3}\]"
    r"|第\s?(?:\d+|[零一二三四五六七八九十百千]+)(?:届|次|个|条|章|名|位|号|期|批|轮|季度)?"
)

# --- numbers ----------------------------------------------------------------------------------------------------------

_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+(?!\d)(?:[.,]\d+)?|\d{1,3}(?:\.\d{3}){2,}"
    r"|\d+(?:[.٫]\d+|٬\d{3})*|\d*[½⅓⅔¼¾])"
)
_CURRENCY = rf"(?:(?:US|HK|NT|AU|CA|NZ|A|C|S|R)?[$€£¥₹₽₩₺฿]\s?|\b(?:{_CURRENCY_CODE})\.?\s?(?=\d))"
_MAGNITUDE = r"(?i:hundred|thousand|million|billion|trillion|dozen)"
_WORD = rf"(?i:\b(?:{_any(TENS)})(?:[- ](?:{_any(ONES)}))?|\b(?:{_any(TEENS)})|\b(?:{_any(ONES)}))\b"
_DIGITAL = (
    rf"{_CURRENCY}?(?:(?<![\w.,])[+\-−±])?{_DIGITS}\+?(?:[万萬亿億千百]+[多余餘几幾]?[万萬亿億]?"
    rf"|[ -]?{_MAGNITUDE}\b(?:\s+{_MAGNITUDE}\b)*|\s?(?:bn|mn|tn)\b|[mkMKB]\b|[多余餘](?=\p{{Han}}))?"
)
_SPELLED = rf"{_WORD}(?:[ -]{_MAGNITUDE}\b(?:,?\s(?:and\s)?{_WORD}(?![\w-]))?)*"
_VAGUE = rf"(?i:\b(?:a|an|several|a few|a couple of|many|half a))\s+{_MAGNITUDE}\b(?:\s+{_MAGNITUDE}\b)*"
_CROWDS = "tens|hundreds|thousands|millions|billions|trillions|dozens|scores"
_MANY = rf"(?i:\b(?:(?:tens|hundreds|thousands|many|several)\s+(?:of\s+)?)?(?:{_CROWDS}))\b"
_PART = rf"(?:{_any(PARTS)})"
_FRACTION = (
    rf"(?i:\b(?:one|two|three|four|five|\d)[ -]{_PART}s?\b|\ban?\s{_PART}(?=\s+of\b)"
    r"|\bhalf(?=\s+(?:of|the|a|an|its|their|all)\b)"
    rf"|\b(?:{_WORD}|\d+)\s+and\s+(?:a|one)\s+half\b|\b\d+/\d+\b"
    rf"|\b(?:{_any(ONES | TEENS | TENS)}|hundred|many|\d+)-?fold\b)"
)
_SHARE = (
    rf"(?i:(?:{_WORD}|\b\d+)\s+out\s+of\s+(?:every\s+)?(?:{_WORD}|\d+)\b"
    rf"|{_WORD}\s+in\s+(?:every\s+)?(?:{_WORD}|\d{{1,3}}\b)|\b\d\s+in\s+(?:every\s+)?(?:[2-9]|10|20|100|1,000)\b(?![,.]\d)"
    rf"|\b\d{{1,4}}:\d{{1,4}}\b)"
)
_HAN = (
    rf"百分之{_HAN_DIGIT}+(?:点{_HAN_DIGIT}+)?|{_HAN_DIGIT}+分之{_HAN_DIGIT}+|一半|半数|過半|过半"
    rf"|(?<![第\p{{N}}零〇一二两三四五六七八九十百千万亿])(?:(?!一(?:{CLASSIFIER}|{HAN_UNIT}))[零〇一二两三四五六七八九十百千万亿数]+[多余餘几]?[万亿]?)"
    rf"(?={CLASSIFIER}|{HAN_UNIT})"
)
_ARABIC = r"(?:عشرات|مئات|آلاف|ملايين)(?=\s+\p{Arabic})"
_ONE = rf"(?:{_FRACTION}|{_SHARE}|{_VAGUE}|{_MANY}|{_DIGITAL}|{_SPELLED})"
# "5 to 10", "between 5 and 10", "5-10", "5至10"; but "up 25% to $3" is no range.
_BETWEEN = r"(?:\s+to\s+|\s?[-–~至到]\s?)"
_RANGE = rf"(?i:\bbetween)\s+(?:{_DIGITAL}|{_SPELLED})(?:\s?(?:%|percent))?\s+and\s+(?:{_DIGITAL}|{_SPELLED})"
_NUMBER = (
    rf"{_RANGE}|{_DIGITAL}\s?%{_BETWEEN}{_DIGITAL}(?=\s?%)"
    rf"|(?:{_CURRENCY}{_DIGITAL}{_BETWEEN}{_DIGITAL}|(?<![$€£¥]){_DIGITAL}{_BETWEEN}(?!{_CURRENCY}){_DIGITAL})"
    rf"|{_SPELLED}\s+(?:to|or)\s+{_SPELLED}|{_ONE}|{_HAN}|{_ARABIC}"
)
NUMBER = Lazy(rf"(?V1)(?P<date>{_DATE})|(?P<code>{_CODE})|(?P<number>{_NUMBER})")
"""What is or looks like a number; ``lastgroup`` is ``number``, ``date`` or ``code``."""

# --- in front of a number ---------------------------------------------------------------------------------------------

_AMOUNT = (
    "total|average|mean|median|maximum|minimum|record|increase|rise|growth|gain|jump|surge|decrease|decline|drop|fall"
    "|reduction|cut|loss|estimated|combined"
)
_APPROXIMATOR = Lazy(
    rf"(?V1)(?r)(?:(?:(?i:(?<![\p{{L}}’'-])(?:nearly|almost|about|around|roughly|approximately|some|over|under|above|below"
    r"|exactly|only|just|another|an\s+additional|an\s+estimated|a\s+further|a\s+record|an\s+average|a\s+total|a\s+combined"
    r"|estimated|minus|well\s+over|well\s+under|just\s+over|just\s+under|close\s+to|up\s+to|more\s+or\s+less"
    r"|at\s+least|at\s+most|at\s+the\s+most|as\s+(?:many|much|few|little|high|low)\s+as|in\s+excess\s+of"
    r"|(?:(?:no|not|slightly|far|significantly|a\s+little)\s+)?(?:more|less|fewer|greater|higher|lower)\s+than|upwards?\s+of"
    rf"|(?:an?|the)\s+(?:[\p{{L}}-]+\s+)?(?:{_AMOUNT})\s+of|total\s+of)\s+)"
    r"|(?:不少于|不多于|不超过|大约|约有|超过|至少|不到|不足|共计|总计|累计|合计|将近|接近|最多|最少|高达|多达|平均|近|约|逾|超|(?<!中)共)\s?"
    r"|(?:(?<!\p{L})|(?<=(?<!\p{L})و))(?:أكثر\s+من|أقل\s+من|ما\s+يقرب\s+من|ما\s+يزيد\s+(?:على|عن)|(?:ما\s+)?لا\s+(?:(?:يقل|تقل|يزيد|تزيد)\s+(?:عن|على)|(?:يتجاوز|تتجاوز))|حوالي|نحو|قرابة|زهاء|حوالى)\s+)"
    r"{1,3})\Z"
)


# What a number can be recognised by. The pattern above is slow on plain words, so it is tried only around these.
_TRIGGER = Lazy(
    r"(?i)[\d½⅓⅔¼¾半過过]|[零〇一二两三四五六七八九十百千数]+"
    r"|\b(?:between|half|many|several|a few|a couple of|an?(?= (?:" + _any(MAGNITUDES | PARTS) + "))"
    rf"|{_any(ONES | TEENS | TENS | MONTH_NAMES)}|tens|hundreds|thousands|millions|billions|trillions|dozens|scores"
    r"|عشرات|مئات|آلاف|ملايين)\b|(?:one|two|three|four|five|six|seven|eight|nine|ten|hundred|many)-?fold\b"
)
# What stands before the first digit and belongs to it: US$5, COVID-19, #5, RMB 5, عام 2021, 第5.
_HEAD = Lazy(
    rf"(?r)(?:\b(?:{_CURRENCY_CODE})\.?\s|(?:عام|سنة|العام|عامي)\s|[#№第$€£¥₹₽₩₺฿]\s)?[\w+\-‑−±#№$€£¥₹₽₩₺฿.(\[’']{{0,24}}\Z"
)
_REACH = 120  # no number is longer


def find_numbers(text: str, lo: int, hi: int) -> Iterator[Match[str]]:
    """What is or looks like a number in ``[lo, hi)``, in order; ``lastgroup`` is ``number``, ``date`` or ``code``."""
    at = lo
    while trigger := _TRIGGER.search(text, at, hi):
        begin, at = trigger.start(), trigger.end()
        if text[begin].isdecimal() and (head := _HEAD.search(text, max(lo, begin - 32), begin)):
            begin = head.start()
        limit = min(hi, trigger.start() + _REACH)
        for start in range(begin, trigger.start() + 1):
            match = NUMBER.match(text, start, limit)
            if match and match.end() > trigger.start():
                lo = at = max(at, match.end())
                yield match
                break


def approximator_start(text: str, number: int, lo: int) -> int:
    """Where what qualifies the number at ``number`` begins ("nearly", "a total of"), at ``lo`` at the earliest; else
    ``number`` itself."""
    found = _APPROXIMATOR.search(text, max(lo, number - 60), number)
    return found.start() if found and "\n" not in found.group() else number
