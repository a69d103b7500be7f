"""The reading settings: font, size, lines, column, paragraphs and colours, each shown by the article itself at once."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from annotator.core.text import visible
from annotator.gui.article.fonts import FULL, Reading
from annotator.gui.article.surface import ZOOMS
from annotator.gui.article.view import ArticleView
from annotator.gui.chrome import plain_label
from annotator.gui.fields import Combo
from annotator.gui.reading import COLUMNS, LINES, PARAGRAPHS
from annotator.gui.theme import NAMES

_STEP = 5


class Choice(QWidget):
    """A slider over whole steps, with what its place means beside it."""

    def __init__(self, name: str, bounds: tuple[int, int], step: int, say: Callable[[int], str]) -> None:
        super().__init__()
        self._step = step
        self._say = say
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(-(-bounds[0] // step), bounds[1] // step)
        self.slider.setPageStep(3)
        self.slider.setAccessibleName(name)
        self.slider.setMinimumWidth(190)
        self._said = plain_label("", "muted")
        self._said.setMinimumWidth(self._said.fontMetrics().horizontalAdvance("the whole page "))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.slider, 1)
        row.addWidget(self._said)
        self.slider.valueChanged.connect(lambda _: self._said.setText(self._say(self.value())))

    def value(self) -> int:
        return self.slider.value() * self._step

    def show_value(self, value: int) -> None:
        self.slider.setValue(round(value / self._step))
        self._said.setText(self._say(value))


def _width(characters: int) -> str:
    return "the whole page" if characters > COLUMNS[1] else f"{characters} letters"


def _percent(value: int) -> str:
    return f"{value}%"


class ReadingDialog(QDialog):
    """``apply`` takes the chosen reading over, ``dress`` the name of a theme. There is nothing to confirm."""

    def __init__(
        self,
        article: ArticleView,
        apply: Callable[[Reading], None],
        dress: Callable[[str], None],
        theme: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Reading")
        self._article = article
        self._apply = apply
        self._showing = False
        self.family = Combo()
        self.family.setAccessibleName("Font")
        self.family.addItem("The usual one", "")
        for name in _families():
            self.family.addItem(visible(name), name)
        self.family.setMaxVisibleItems(16)
        self.family.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.size_ = Choice("Size", (0, len(ZOOMS) - 1), 1, lambda place: f"{ZOOMS[place]}%")
        self.line = Choice("Line height", LINES, _STEP, _percent)
        self.column = Choice("Column", (COLUMNS[0], COLUMNS[1] + _STEP), _STEP, _width)
        self.paragraph = Choice("Between paragraphs", PARAGRAPHS, 10, _percent)
        self.colors = Combo()
        self.colors.setAccessibleName("Colours")
        for name, text in NAMES.items():
            self.colors.addItem(text, name)
        self.colors.setCurrentIndex(max(0, self.colors.findData(theme)))
        self._lay_out()
        self._show()
        self.family.currentIndexChanged.connect(lambda _: self._take(family=str(self.family.currentData())))
        self.size_.slider.valueChanged.connect(lambda place: self._article.set_zoom(ZOOMS[place]))
        self.line.slider.valueChanged.connect(lambda _: self._take(line=self.line.value()))
        self.column.slider.valueChanged.connect(lambda _: self._take_column())
        self.paragraph.slider.valueChanged.connect(lambda _: self._take(paragraph=self.paragraph.value()))
        self.colors.currentIndexChanged.connect(lambda _: dress(str(self.colors.currentData())))

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        for text, field in (
            ("&Font:", self.family),
            ("&Size:", self.size_),
            ("&Line height:", self.line),
            ("&Column:", self.column),
            ("&Between paragraphs:", self.paragraph),
            ("C&olours:", self.colors),
        ):
            form.addRow(text, field)
            label = form.labelForField(field)
            if isinstance(field, Choice) and isinstance(label, QLabel):
                label.setBuddy(field.slider)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        usual = buttons.addButton("As it was at first", QDialogButtonBox.ButtonRole.ResetRole)
        usual.setAutoDefault(False)
        usual.clicked.connect(self._as_at_first)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(buttons)

    def _show(self) -> None:
        """Show how the article is set."""
        self._showing = True
        reading = self._article.reading
        self.family.setCurrentIndex(max(0, self.family.findData(reading.family)))
        self.size_.show_value(min(range(len(ZOOMS)), key=lambda n: abs(ZOOMS[n] - self._article.zoom)))
        self.line.show_value(reading.line)
        self.column.show_value(COLUMNS[1] + _STEP if reading.column == FULL else reading.column)
        self.paragraph.show_value(reading.paragraph)
        self._showing = False

    def _take(self, **changed: str | int) -> None:
        if not self._showing:
            self._apply(self._article.reading._replace(**changed))  # type: ignore[arg-type]

    def _take_column(self) -> None:
        width = self.column.value()
        self._take(column=FULL if width > COLUMNS[1] else width)

    def _as_at_first(self) -> None:
        self._apply(Reading())
        self._article.set_zoom(100)
        self._show()


def _families() -> list[str]:
    """The fonts a text can be read in: neither private ones nor those in which every letter is as wide as another."""
    families = (name for name in QFontDatabase.families() if not QFontDatabase.isPrivateFamily(name))
    return [name for name in families if not QFontDatabase.isFixedPitch(name)]
