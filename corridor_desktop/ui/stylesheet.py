"""The stylesheet of the window, written from the tokens of an appearance."""

from __future__ import annotations

from corridor_desktop.services.resources import icon_file
from corridor_desktop.ui.appearance import BIG, BODY, SMALL, TITLE, UNIT, Appearance


def stylesheet(look: Appearance) -> str:
    """Return the Qt stylesheet for an appearance."""
    return "\n".join((_text(look), _frame(look), _buttons(look), _fields(look), _tables(look)))


def _text(look: Appearance) -> str:
    return f"""
    QWidget {{ font-size: {BODY}px; color: {look.text}; }}
    QLabel {{ background: transparent; }}
    QLabel[role="title"] {{ font-size: {TITLE}px; font-weight: 600; }}
    QLabel[role="big"] {{ font-size: {BIG}px; font-weight: 600; }}
    QLabel[role="heading"] {{ font-weight: 600; }}
    QLabel[role="muted"] {{ color: {look.muted}; }}
    QLabel[role="small"] {{ color: {look.muted}; font-size: {SMALL}px; }}
    QLabel[role="warning"] {{ color: {look.warning}; }}
    QLabel[role="danger"] {{ color: {look.danger}; font-weight: 600; }}
    QLabel[role="chip"], QLabel[role="chip-used"] {{ background: {look.raised};
        font-size: {SMALL}px; border: 1px solid {look.accent}; border-radius: 9px;
        padding: 1px {UNIT}px; }}
    QLabel[role="chip-used"] {{ border-color: {look.border}; color: {look.muted}; }}
    QLabel[role="simulated"] {{ color: {look.warning}; border: 1px solid {look.warning};
        border-radius: 4px; padding: 1px {UNIT}px; font-size: {SMALL}px; font-weight: 600; }}
    QLabel[figure="true"]:hover {{ color: {look.accent}; text-decoration: underline; }}
    QLabel[figure="true"]:focus {{ color: {look.accent}; text-decoration: underline; }}
    QToolTip {{ background: {look.raised}; color: {look.text}; border: 1px solid {look.border};
        padding: {UNIT // 2}px; }}
    """


def _frame(look: Appearance) -> str:
    return f"""
    QMainWindow, QDialog, #content {{ background: {look.window}; }}
    #rail {{ background: {look.surface}; border-right: 1px solid {look.border}; }}
    #header {{ background: {look.surface}; border-bottom: 1px solid {look.border}; }}
    #strip {{ background: {look.surface}; border-top: 1px solid {look.border}; }}
    QFrame[role="card"] {{ background: {look.surface}; border: 1px solid {look.border};
        border-radius: {UNIT}px; }}
    QFrame[role="card"][clickable="true"]:hover,
    QFrame[role="card"][clickable="true"]:focus {{ border-color: {look.accent}; }}
    QFrame[role="trouble"] {{ background: {look.surface}; border: 1px solid {look.danger};
        border-left: 4px solid {look.danger}; border-radius: 4px; }}
    QFrame[role="notice"] {{ background: {look.accent_soft}; border: 0; border-radius: 4px; }}
    QFrame[role="popover"] {{ background: {look.surface}; border: 1px solid {look.accent}; }}
    QFrame[role="popover"] QTextBrowser {{ background: {look.surface}; border: 0; }}
    QFrame[role="rule"] {{ background: {look.border}; border: 0; }}
    QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: 0; }}
    QSplitter::handle {{ background: transparent; }}
    QScrollBar {{ background: transparent; border: 0; margin: 0; }}
    QScrollBar:vertical {{ width: 10px; }} QScrollBar:horizontal {{ height: 10px; }}
    QScrollBar::handle {{ background: {look.border}; border-radius: 4px; margin: 1px; }}
    QScrollBar::handle:vertical {{ min-height: 32px; }}
    QScrollBar::handle:horizontal {{ min-width: 32px; }}
    QScrollBar::handle:hover {{ background: {look.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _buttons(look: Appearance) -> str:
    pad = f"{UNIT // 2}px {UNIT + UNIT // 2}px"
    return f"""
    QPushButton {{ background: {look.raised}; border: 1px solid {look.border}; border-radius: 6px;
        padding: {pad}; min-height: 20px; }}
    QPushButton:hover {{ border-color: {look.accent}; }}
    QPushButton:focus, QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus,
    QDoubleSpinBox:focus, QPlainTextEdit:focus {{ border: 2px solid {look.accent}; }}
    QPushButton:disabled {{ color: {look.muted}; }}
    QPushButton[role="primary"] {{ background: {look.accent}; color: {look.accent_text};
        border-color: {look.accent}; font-weight: 600; }}
    QPushButton[role="primary"]:disabled {{ background: {look.raised}; color: {look.muted};
        border-color: {look.border}; font-weight: 400; }}
    QPushButton[role="primary"]:focus {{ border: 2px solid {look.text}; }}
    QPushButton[role="quiet"] {{ border-color: transparent; background: transparent;
        color: {look.accent}; }}
    QPushButton[role="quiet"]:focus {{ border-color: {look.accent}; }}
    QPushButton[role="segment"] {{ border-radius: 0; padding: {pad}; }}
    QPushButton[role="segment"]:checked {{ background: {look.accent_soft}; color: {look.accent};
        border-color: {look.accent}; }}
    #rail QPushButton {{ text-align: left; border: 2px solid transparent; background: transparent;
        border-radius: 6px; padding: {UNIT}px {UNIT + UNIT // 2}px; }}
    #rail QPushButton:hover {{ background: {look.window}; }}
    #rail QPushButton:checked {{ background: {look.accent_soft}; color: {look.accent};
        font-weight: 600; }}
    #rail QPushButton:focus {{ border-color: {look.accent}; }}
    """


def _fields(look: Appearance) -> str:
    return f"""
    QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QDateEdit, QPlainTextEdit {{
        background: {look.surface}; border: 1px solid {look.border}; border-radius: 6px;
        padding: {UNIT // 2}px {UNIT}px; min-height: 20px;
        selection-background-color: {look.accent}; selection-color: {look.accent_text}; }}
    QComboBox::drop-down, QDateEdit::drop-down {{ border: 0; width: 24px; }}
    QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url("{icon_file("down")}");
        width: 12px; height: 12px; }}
    QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: 0; width: 20px;
        background: transparent; }}
    QAbstractSpinBox::up-arrow {{ image: url("{icon_file("up")}"); width: 10px; height: 10px; }}
    QAbstractSpinBox::down-arrow {{ image: url("{icon_file("down")}"); width: 10px;
        height: 10px; }}
    QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {look.border}; }}
    QSlider::sub-page:horizontal {{ border-radius: 2px; background: {look.accent}; }}
    QSlider::handle:horizontal {{ width: 16px; margin: -6px 0; border-radius: 8px;
        background: {look.accent}; border: 2px solid {look.surface}; }}
    QSlider::handle:horizontal:focus {{ border-color: {look.text}; }}
    QSlider::handle:horizontal:disabled {{ background: {look.muted}; }}
    QCheckBox {{ spacing: {UNIT}px; }}
    QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {look.muted};
        border-radius: 4px; background: {look.surface}; }}
    QCheckBox::indicator:checked {{ background: {look.accent}; border-color: {look.accent};
        image: url("{icon_file("check-dark" if look.dark else "check")}"); }}
    QCheckBox:focus {{ color: {look.accent}; }}
    QProgressBar {{ border: 1px solid {look.border}; border-radius: 3px; background: {look.window};
        max-height: 8px; text-align: center; }}
    QProgressBar::chunk {{ background: {look.accent}; border-radius: 3px; }}
    QMenu {{ background: {look.raised}; border: 1px solid {look.border}; padding: 4px; }}
    QMenu::item {{ padding: 4px 24px 4px 12px; }}
    QMenu::item:selected {{ background: {look.accent_soft}; color: {look.text}; }}
    QMenuBar {{ background: {look.surface}; }}
    """


def _tables(look: Appearance) -> str:
    return f"""
    QTableView, QListView, QTreeView {{ background: {look.surface}; border: 0;
        alternate-background-color: {look.surface}; gridline-color: {look.grid};
        selection-background-color: {look.accent_soft}; selection-color: {look.text}; }}
    QTableView:focus {{ border: 1px solid {look.accent}; }}
    QTableView::item {{ border-bottom: 1px solid {look.grid}; padding: 0 {UNIT // 2}px; }}
    QTableView::item:selected {{ background: {look.accent_soft}; }}
    QListView::item {{ padding: {UNIT - 2}px {UNIT}px; border-radius: 4px; }}
    QListView::item:selected {{ background: {look.accent_soft}; color: {look.text}; }}
    QHeaderView {{ background: {look.surface}; }}
    QHeaderView::section {{ background: {look.surface}; color: {look.muted}; border: 0;
        border-bottom: 1px solid {look.border}; padding: {UNIT // 2}px {UNIT - 1}px; }}
    QTabBar::tab {{ padding: {UNIT // 2}px {UNIT + UNIT // 2}px; border: 0; color: {look.muted}; }}
    QTabBar::tab:selected {{ color: {look.accent}; border-bottom: 2px solid {look.accent}; }}
    QTabBar::tab:selected:focus {{ background: {look.accent_soft}; }}
    QTabWidget::pane {{ border: 0; }}
    """
