"""A row's line of context shows the place that is meant, in whatever direction it runs and however narrow it is."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication

from annotator.core.excerpt import excerpt
from annotator.gui.context_line import paint_context

ENGLISH = "The quick brown fox jumps over the lazy dog and goes on and on until the very end of it"
CHINESE = "今年拨款十八万元，企业捐赠大约二十五万元，加起来还不到邻县一半，校长说以后再看情况"
ARABIC = "قالت المدرسة إن الطلاب في الصف يقرؤون كتابا كبيرا كل يوم في الصباح وفي المساء ثم يعودون إلى البيت"


@pytest.mark.parametrize("width", [150, 300, 2000])
@pytest.mark.parametrize(
    ("text", "word"),
    [
        (ENGLISH, "The"),
        (ENGLISH, "fox"),
        (ENGLISH, "of it"),
        (CHINESE, "今年"),
        (CHINESE, "一半"),
        (CHINESE, "情况"),
        (ARABIC, "قالت"),
        (ARABIC, "كتابا"),
        (ARABIC, "البيت"),
    ],
)
def test_the_place_is_in_view(qapp: QApplication, text: str, word: str, width: int) -> None:
    image = QImage(width + 40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.WindowText, QColor("red"))
    palette.setColor(QPalette.ColorRole.PlaceholderText, QColor("blue"))
    painter = QPainter(image)
    start = text.index(word)
    paint_context(painter, QRectF(20, 0, width, 30), excerpt(text, start, start + len(word)), palette, QFont())
    painter.end()
    colors = [(x, image.pixelColor(x, y)) for x in range(image.width()) for y in range(30)]
    red = {x for x, color in colors if color.red() > 200 and color.blue() < 120}
    assert red
    assert 20 <= min(red) <= max(red) < 20 + width
    assert all(color == QColor("white") for x, color in colors if x < 20 or x >= 20 + width)
