"""The article as a widget of its own: text, spans painted on it, and what the mouse and keys do there.

Everything outside this package speaks of code points of the canonical text; Qt's positions never leave it. Nothing in
here changes a span: it tells what the user did, and shows what it is given.
"""

from annotator.gui.article.colors import DARK, LIGHT, ArticleColors, adapted, contrast
from annotator.gui.article.overview import OverviewStrip
from annotator.gui.article.view import ArticleView

__all__ = ["DARK", "LIGHT", "ArticleColors", "ArticleView", "OverviewStrip", "adapted", "contrast"]
