"""How each span looks: its tint, the colour, kind and weight of its underline; after its label and whose it is.

The one place where scheme, owner and theme meet. It paints nothing and knows no positions.
"""

from typing import NamedTuple

from PySide6.QtGui import QColor

from annotator.core.ids import GOLD_ID
from annotator.core.model import Span
from annotator.core.scheme import Scheme
from annotator.gui.article.colors import LIGHT, ArticleColors, adapted, blend


class Style(NamedTuple):
    """The look of one kind of span. ``tint`` is the share of the colour in its tint, 0 for none."""

    color: QColor
    tint: float
    line: str
    thickness: float


class Styles:
    """Styles by label and owner, made when first asked for, forgotten when scheme, colours or owner change."""

    def __init__(self) -> None:
        self.colors: ArticleColors = LIGHT
        self.scheme = Scheme()
        self.own = ""
        """The annotator whose spans are shown in full strength; empty shows all so."""
        self._styles: dict[tuple[str, str], Style] = {}
        self._fills: dict[tuple[tuple[str, str], ...], QColor] = {}

    def forget(self) -> None:
        """To be called after a change of ``colors``, ``scheme`` or ``own``."""
        self._styles.clear()
        self._fills.clear()

    def _owner(self, span: Span) -> str:
        if span.annotator_id == self.own:
            return "own"
        if span.annotator_id == GOLD_ID:
            return "gold"
        return "other" if self.own else "own"

    def of(self, span: Span) -> Style:
        key = span.label, self._owner(span)
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._make(*key)
        return style

    def fill(self, spans: tuple[Span, ...]) -> QColor | None:
        """The tint of a stretch that lies in ``spans``, the outermost first; ``None`` if none of them has one."""
        key = tuple((span.label, self._owner(span)) for span in spans)
        if not self.own:  # what several people tagged alike is no darker for it
            key = tuple(dict.fromkeys(key))
        found = self._fills.get(key)
        if found is None:
            tints = [(style.color, style.tint) for style in map(self.of, spans) if style.tint]
            found = self._fills[key] = blend(tints, self.colors) if tints else QColor()
        return found if found.isValid() else None

    def _make(self, label_key: str, owner: str) -> Style:
        label, alpha = self.scheme.label(label_key), self.colors.tint_alpha
        if label is None:
            return Style(adapted(self.colors.unknown, self.colors), alpha * 0.6, "wavy", 2)
        color = adapted(label.color, self.colors)
        if label.auxiliary:
            alpha = 0.0
        if owner == "gold":
            return Style(adapted(self.colors.unknown, self.colors), alpha * 0.5, "double", 2)
        if owner == "other":
            return Style(color, alpha * 0.45, label.line, 1)
        return Style(color, alpha, label.line, 2)
