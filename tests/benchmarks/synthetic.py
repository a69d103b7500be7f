"""Made-up text and spans of any size, the same for the same seed. Nothing in it is anybody's writing."""

import random

from annotator.core.model import Label, Span
from annotator.core.scheme import Scheme

_SYLLABLES = ["".join(pair) for pair in zip("bcdfghjklmnprstvwxyz" * 2, "aeiou" * 8, strict=True)]

SCHEME = Scheme(
    labels=(
        Label(id="claim", key="claim", name="Claim", color="#0072B2", line="solid", shortcut="1"),
        Label(id="statistic", key="statistic", name="Statistic", color="#C77700", line="dotted", shortcut="2"),
        Label(id="quote", key="quote", name="Quote", color="#00875A", line="dashed", shortcut="3"),
    )
)


def prose(length: int, *, seed: int = 1, paragraph: int = 480) -> str:
    """Text of ``length`` code points in paragraphs of about ``paragraph``; 0 makes one single line."""
    rng = random.Random(seed)
    words = ["".join(rng.choices(_SYLLABLES, k=rng.choice((1, 2, 2, 3, 4)))) for _ in range(4000)]
    parts: list[str] = []
    total = line = 0
    while total < length:
        sentence = " ".join(rng.choices(words, k=rng.randint(6, 24))).capitalize() + rng.choice((".", ".", ".", "?"))
        if rng.random() < 0.2:
            sentence = f"“{sentence}”"
        line += len(sentence) + 1
        ends = paragraph and line > paragraph * rng.uniform(0.6, 1.4)
        parts.append(sentence + ("\n" if ends else " "))
        total += len(parts[-1])
        line = 0 if ends else line
    return "".join(parts)[:length]


def spans(text: str, count: int, *, deep: int = 1, seed: int = 2) -> list[Span]:
    """``count`` spans spread evenly, each character under ``deep`` of them on average where ``deep`` is above 1."""
    rng = random.Random(seed)
    step = len(text) / count
    length = step * deep if deep > 1 else step * 0.4
    found = []
    for number in range(count):
        start = int(number * step)
        end = min(len(text), start + max(1, int(length * rng.uniform(0.8, 1.2))))
        label = SCHEME.labels[number % 3].key
        found.append(
            Span(
                id=f"{number:032x}",
                document_id="document",
                annotator_id="annotator",
                label=label,
                start=start,
                end=end,
                text=text[start:end],
            )
        )
    return found
