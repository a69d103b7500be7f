"""Colours and style of the window: Fusion with palettes of our own, light, dark and high contrast.

``QStyleHints.setColorScheme`` alone does nothing on plain X11, so the palettes are set here. Every text colour has a
contrast of at least 4.5:1 against what it stands on; a test computes them all.
"""

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from annotator.gui.article import colors
from annotator.gui.article.colors import ArticleColors

STYLE = ["-style", "Fusion"]
"""Arguments for Qt: ``setStyle`` would do it too, but returns a QStyle, which PySide takes 6 ms to load."""
NAMES = {"system": "Like the system", "light": "Light", "dark": "Dark", "contrast": "High contrast"}


class Theme(NamedTuple):
    """Chrome colours as #RRGGBB; ``article`` is the same for the text itself."""

    name: str
    dark: bool
    window: str
    panel: str
    field: str
    text: str
    muted: str
    line: str
    row: str
    accent: str
    accent_text: str
    warning: str
    warning_text: str
    article: ArticleColors


LIGHT = Theme(
    name="light",
    dark=False,
    window="#FFFFFF",
    panel="#FFFFFF",
    field="#F5F6F8",
    text="#1A1D27",
    muted="#5F6675",
    line="#DFE2E8",
    row="#DADAE8",
    accent="#2F6FED",
    accent_text="#FFFFFF",
    warning="#FFF3D6",
    warning_text="#6B4500",
    article=colors.LIGHT,
)
DARK = Theme(
    name="dark",
    dark=True,
    window="#1B1D23",
    panel="#1F2128",
    field="#2A2D36",
    text="#E7E9EE",
    muted="#A2A8B5",
    line="#383C47",
    row="#3A4058",
    accent="#3A6FD4",
    accent_text="#FFFFFF",
    warning="#4A3A12",
    warning_text="#FFDF9E",
    article=colors.DARK,
)
CONTRAST = Theme(
    name="contrast",
    dark=False,
    window="#FFFFFF",
    panel="#FFFFFF",
    field="#FFFFFF",
    text="#000000",
    muted="#30343C",
    line="#000000",
    row="#C9D8FF",
    accent="#0033A0",
    accent_text="#FFFFFF",
    warning="#FFE9A8",
    warning_text="#000000",
    article=ArticleColors(
        text="#000000",
        paper="#ffffff",
        muted="#30343c",
        rule="#000000",
        selection="#660033a0",
        chosen="#0033a0",
        unknown="#30343c",
        tint_alpha=0.22,
        line_contrast=7.0,
        text_contrast=10.0,
    ),
)
THEMES = {theme.name: theme for theme in (LIGHT, DARK, CONTRAST)}


def resolve(name: str) -> Theme:
    """The theme called ``name``; ``system`` follows the desktop where it says whether it is dark."""
    if name in THEMES:
        return THEMES[name]
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return DARK if dark else LIGHT


def apply(application: QApplication, theme: Theme) -> None:
    """Give the whole application this theme."""
    application.setPalette(palette(theme))
    application.setStyleSheet(style_sheet(theme))


def palette(theme: Theme) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.field,
        QPalette.ColorRole.AlternateBase: theme.panel,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.Button: theme.window,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.ToolTipBase: theme.panel,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.accent_text,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.BrightText: theme.text,
        QPalette.ColorRole.Mid: theme.line,
        QPalette.ColorRole.Midlight: theme.line,
        QPalette.ColorRole.Dark: theme.line,
        QPalette.ColorRole.Light: theme.panel,
        QPalette.ColorRole.Shadow: theme.line,
    }
    made = QPalette()
    for role, color in roles.items():
        made.setColor(role, QColor(color))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return made


def style_sheet(theme: Theme) -> str:
    """What Fusion and a palette cannot say: hairlines, quiet fields, small capitals over the panels."""
    return f"""
    QMainWindow, QDialog {{ background: {theme.window}; }}
    QMenuBar {{ background: {theme.window}; border-bottom: 1px solid {theme.line}; padding: 2px 4px; }}
    QMenuBar::item {{ padding: 4px 9px; border-radius: 4px; background: transparent; }}
    QMenuBar::item:selected {{ background: {theme.row}; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QMenu {{ background: {theme.panel}; border: 1px solid {theme.line}; padding: 4px; }}
    QMenu::item {{ padding: 5px 28px 5px 24px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {theme.row}; color: {theme.text}; }}
    QMenu::item:disabled {{ color: {theme.muted}; }}
    QMenu::separator {{ height: 1px; background: {theme.line}; margin: 4px 8px; }}
    QStatusBar {{ background: {theme.window}; border-top: 1px solid {theme.line}; }}
    QStatusBar::item {{ border: none; }}
    QSplitter::handle {{ background: {theme.line}; }}
    QToolTip {{ background: {theme.panel}; color: {theme.text}; border: 1px solid {theme.line}; padding: 4px; }}
    #bar {{ background: {theme.window}; border-bottom: 1px solid {theme.line}; }}
    #panel {{ background: {theme.panel}; }}
    #backdrop {{ background: {theme.window}; }}
    QFrame#card {{ background: {theme.panel}; border: 1px solid {theme.line}; border-radius: 8px; }}
    QTableView#figures {{ gridline-color: {theme.line}; }}
    QTableView#figures QHeaderView {{ background: {theme.panel}; }}
    QTableView#figures QTableCornerButton::section {{ background: {theme.panel}; border: none; }}
    QTableView#figures QHeaderView::section {{
        background: {theme.panel}; color: {theme.muted}; border: none; padding: 6px 12px;
    }}
    #heading {{ color: {theme.muted}; font-size: 11px; font-weight: 600; letter-spacing: 1px; }}
    QToolButton#tab {{
        background: transparent; color: {theme.muted}; border: none; border-bottom: 2px solid transparent;
        padding: 4px 7px 5px 7px;
    }}
    QToolButton#tab:hover {{ color: {theme.text}; }}
    QToolButton#tab:checked {{ color: {theme.text}; border-bottom: 2px solid {theme.accent}; font-weight: 600; }}
    QToolButton#tab:focus {{ background: {theme.row}; border-radius: 4px; }}
    #key {{ color: {theme.muted}; border: 1px solid {theme.line}; border-radius: 3px; padding: 0 4px; }}
    #bar QToolButton#mode {{ border-radius: 0; padding: 5px 10px; }}
    #bar QToolButton#mode:checked {{ background: {theme.accent}; color: {theme.accent_text}; }}
    QToolButton#chip {{
        background: {theme.field}; color: {theme.muted}; border: 1px solid {theme.line}; border-radius: 4px;
        padding: 3px 4px; font-size: 11px;
    }}
    QToolButton#chip:checked {{ color: {theme.text}; border: 1px solid {theme.accent}; }}
    #strong {{ font-weight: 600; }}
    QTextEdit#versions {{ background: {theme.panel}; color: {theme.text}; border: none; }}
    QTextBrowser#guide {{ background: {theme.article.paper}; color: {theme.article.text}; border: none; }}
    #muted {{ color: {theme.muted}; }}
    #notice {{ background: {theme.warning}; color: {theme.warning_text}; border-bottom: 1px solid {theme.line}; }}
    #notice QLabel {{ color: {theme.warning_text}; }}
    #floating {{ background: {theme.panel}; border: 1px solid {theme.line}; border-radius: 8px; }}
    QLineEdit, QComboBox, QPlainTextEdit#note {{
        background: {theme.field}; color: {theme.text}; border: 1px solid {theme.line}; border-radius: 4px;
        padding: 3px 6px; selection-background-color: {theme.accent}; selection-color: {theme.accent_text};
    }}
    QLineEdit {{ padding: 3px 4px; }}
    QPlainTextEdit#note {{ padding: 3px 2px; }}
    QLineEdit:focus, QComboBox:focus, QPlainTextEdit#note:focus {{ border: 1px solid {theme.accent}; }}
    QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit#note:disabled {{ color: {theme.muted}; }}
    QComboBox::drop-down {{ border: none; width: 18px; }}
    QComboBox QAbstractItemView {{
        background: {theme.panel}; border: 1px solid {theme.line};
        selection-background-color: {theme.row}; selection-color: {theme.text};
    }}
    QPlainTextEdit#article {{
        background: {theme.article.paper}; color: {theme.article.text}; border: none;
        selection-background-color: {theme.article.selection}; selection-color: {theme.article.text};
    }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
    QScrollBar::handle {{ background: {theme.line}; border-radius: 4px; margin: 2px; min-height: 28px; }}
    QScrollBar::handle:hover {{ background: {theme.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QTableView, QScrollArea {{ background: {theme.panel}; border: none; outline: none; }}
    QScrollArea#inspector {{ border: 1px solid transparent; }}
    QScrollArea#inspector:focus {{ border: 1px solid {theme.accent}; }}
    QTableView#rows {{ selection-background-color: transparent; }}
    QPushButton, #bar QToolButton {{
        background: {theme.window}; color: {theme.text}; border: 1px solid {theme.line}; border-radius: 5px;
        padding: 4px 10px;
    }}
    QPushButton:hover, #bar QToolButton:hover {{ background: {theme.field}; }}
    QPushButton:focus, #bar QToolButton:focus {{ border: 1px solid {theme.accent}; }}
    QPushButton:default {{ border: 1px solid {theme.accent}; }}
    QPushButton:disabled, #bar QToolButton:disabled {{ color: {theme.muted}; }}
    #bar QToolButton:checked {{ background: {theme.row}; border: 1px solid {theme.accent}; }}
    #bar QToolButton::menu-indicator {{ image: none; }}
    QSlider::groove:horizontal {{ height: 4px; background: {theme.line}; border-radius: 2px; }}
    QSlider::sub-page:horizontal {{ background: {theme.accent}; border-radius: 2px; }}
    QSlider::handle:horizontal {{
        width: 12px; margin: -6px 0; border-radius: 7px; background: {theme.window}; border: 1px solid {theme.muted};
    }}
    QSlider::handle:horizontal:focus {{ background: {theme.accent}; border: 1px solid {theme.text}; }}
    QProgressBar {{
        background: {theme.field}; border: 1px solid {theme.line}; border-radius: 4px; text-align: center;
        color: {theme.text};
    }}
    QProgressBar::chunk {{ background: {theme.row}; border-radius: 3px; }}
    """
