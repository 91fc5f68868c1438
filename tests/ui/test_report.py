"""The report: nothing is lost on paper, nothing comes from outside, trouble is told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QTextCursor, QTextDocument, QTextTable
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from corridor_desktop.domain.errors import FileTrouble, UsageTrouble
from corridor_desktop.services.methods import methods
from corridor_desktop.services.review import Review
from corridor_desktop.services.trail_words import tell
from corridor_desktop.services.trails import trail_of
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import DARK, LIGHT
from corridor_desktop.ui.printing.breaks import keep_together
from corridor_desktop.ui.printing.contents import breaches, sections_of
from corridor_desktop.ui.printing.report import write_report
from tests.support.pdf_text import page_texts
from tests.support.reviews import SITUATIONS

PAGES_SIZES = {"A4": (595, 842), "Letter": (612, 792)}


@cache
def situation(name: str) -> Review:
    return SITUATIONS[name]()


def pages(review: Review, folder: Path, paper: str = "A4") -> list[str]:
    """Return the words of each page without any white space."""
    out = folder / "report.pdf"
    write_report(review, out, paper)
    return [bare(text) for text in page_texts(out.read_bytes())]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def words_of(review: Review) -> list[str]:
    """Return everything that the report has to say in words."""
    found = []
    for section in sections_of(review, LIGHT):
        found += [section.title, section.sentence, *section.notes]
        for table in section.tables:
            found += [table.note, *(cell for row in table.rows for cell in row)]
            found += table.head if table.rows else ()
    return [words for words in found if words]


@pytest.mark.parametrize("name", SITUATIONS)
def test_paper_loses_no_word(name: str, qtbot: QtBot, tmp_path: Path) -> None:
    whole = "".join(pages(situation(name), tmp_path))
    unbroken = re.sub(r"Inventedportfolio,asof\d+\w{3}\d{4}\d+of\d+", "", whole)

    lost = [words for words in words_of(situation(name)) if bare(words) not in unbroken]

    assert lost == []


@pytest.mark.parametrize("name", ["breaches", "huge", "empty"])
def test_every_page_has_its_number(name: str, qtbot: QtBot, tmp_path: Path) -> None:
    found = pages(situation(name), tmp_path)

    assert len(found) > 1
    assert [text.endswith(f"{n}of{len(found)}") for n, text in enumerate(found, 1)] == [True] * len(
        found
    )


def test_breaches_are_stamped_on_page_one(qtbot: QtBot, tmp_path: Path) -> None:
    review = situation("breaches")

    first = pages(review, tmp_path)[0]

    assert len(review.open_breaches) > 1
    assert f"BREACH:{len(review.open_breaches)}limitsarebroken" in first
    assert all(bare(words) in first for words in breaches(review))


def test_without_a_breach_there_is_no_stamp(qtbot: QtBot, tmp_path: Path) -> None:
    assert "BREACH" not in pages(situation("empty"), tmp_path)[0]


def test_simulated_is_said_on_page_one(qtbot: QtBot, tmp_path: Path) -> None:
    review = situation("beginner")

    assert "SIMULATED" in pages(replace(review, simulated=True), tmp_path)[0]
    assert "SIMULATED" not in pages(review, tmp_path)[0]


@pytest.mark.parametrize("paper", PAGES_SIZES)
def test_pages_have_the_size_of_the_paper(paper: str, qtbot: QtBot, tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"

    write_report(situation("beginner"), out, paper)

    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", out.read_bytes())
    assert {(round(float(wide)), round(float(tall))) for wide, tall in boxes} == {
        PAGES_SIZES[paper]
    }


def test_charts_are_drawn_as_vectors(qtbot: QtBot, tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"

    write_report(situation("beginner"), out)

    assert b"/Subtype /Image" not in out.read_bytes()


@pytest.mark.parametrize("name", SITUATIONS)
def test_html_stands_alone(name: str, tmp_path: Path) -> None:
    out = tmp_path / "report.html"

    write_report(situation(name), out, look=DARK)

    text = out.read_text(encoding="utf-8")
    assert not re.search(r"(?:src|href)\s*=\s*\"(?!#)|url\(|@import|<script", text)
    pictures = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert bool(pictures) == bool(situation(name).valuation.lines)
    assert all(QSvgRenderer(picture.encode()).isValid() for picture in pictures)
    assert all(re.search(r'aria-label="[^"]+"', picture) for picture in pictures)
    assert fmt.money(situation(name).valuation.total) in text


def test_names_cannot_break_the_page(qtbot: QtBot, tmp_path: Path) -> None:
    review = replace(situation("beginner"), portfolio="<script>&amp; Söhne")

    write_report(review, tmp_path / "report.html")

    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;&amp;amp; Söhne" in text
    assert "<script>&amp;Söhne" in pages(review, tmp_path)[0]


def test_the_same_review_makes_the_same_page(tmp_path: Path) -> None:
    first, second = tmp_path / "1.html", tmp_path / "2.html"

    write_report(situation("beginner"), first)
    write_report(situation("beginner"), second)

    assert first.read_bytes() == second.read_bytes()


def test_the_report_tells_when_it_was_made(tmp_path: Path) -> None:
    review = replace(situation("beginner"), made_at=datetime(2026, 3, 21, 7, 5, tzinfo=UTC))

    write_report(review, tmp_path / "report.html")

    assert "Made 21 Mar 2026 07:05 UTC" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_the_report_names_the_sources_of_prices_and_their_days(tmp_path: Path) -> None:
    write_report(situation("beginner"), tmp_path / "report.html")

    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Prices of what is held come from invented (3), of 20 Mar 2026." in text


def test_other_endings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageTrouble, match=r"\.html nor \.pdf"):
        write_report(situation("empty"), tmp_path / "report.docx")

    assert list(tmp_path.glob("report*")) == []


@pytest.mark.parametrize("ending", ["html", "pdf"])
def test_a_place_that_does_not_exist_is_told(ending: str, qtbot: QtBot, tmp_path: Path) -> None:
    with pytest.raises(FileTrouble) as trouble:
        write_report(situation("empty"), tmp_path / "nowhere" / f"report.{ending}")

    assert trouble.value.code == "report_not_written"


def test_no_row_is_cut_and_no_heading_stands_alone(qtbot: QtBot) -> None:
    paper = QImage(10, 10, QImage.Format.Format_ARGB32)
    document = _long_document(paper)

    keep_together(document)

    cut, lonely, tall = [], [], document.pageSize().height()
    layout, block = document.documentLayout(), document.begin()
    while block.isValid():
        box = layout.blockBoundingRect(block)
        inside = QTextCursor(block).currentTable() is not None
        if inside and box.top() // tall != (box.bottom() - 1) // tall:
            cut.append(block.text()[:20])
        below = layout.blockBoundingRect(block.next()) if block.next().isValid() else box
        if block.blockFormat().headingLevel() and box.top() // tall != below.top() // tall:
            lonely.append(block.text())
        block = block.next()
    assert document.pageCount() > 5
    assert cut == []
    assert lonely == []


def _long_document(paper: QImage) -> QTextDocument:
    """Return pages of sections, whose rows have from one to six lines."""
    document = QTextDocument()
    parts = []
    for section in range(12):
        rows = "".join(
            f"<tr><td>{section}.{row}</td><td>{'words ' * (1 + (section + row) % 6 * 14)}</td></tr>"
            for row in range(section + 2)
        )
        head = "<thead><tr><th>No</th><th>Words</th></tr></thead>"
        parts.append(f"<h2>Part {section}</h2><p>About it.</p><table>{head}{rows}</table>")
    document.setHtml("".join(parts))
    document.documentLayout().setPaintDevice(paper)
    page = document.pageSize()
    page.setWidth(400)
    page.setHeight(500)
    document.setPageSize(page)
    assert any(isinstance(frame, QTextTable) for frame in document.rootFrame().childFrames())
    return document


def test_an_altered_log_is_stamped_on_page_one(qtbot: QtBot, tmp_path: Path) -> None:
    review = situation(next(iter(SITUATIONS)))
    whole = pages(review, tmp_path)[0]
    altered = pages(replace(review, log_broken_at=3, policy_altered=2), tmp_path)[0]
    assert "changedfromoutsideatentry3" not in whole
    assert "changedfromoutsideatentry3" in altered
    assert "Version2ofyourlimitswaschangedfromoutside" in altered


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_method_that_is_named_is_told_in_the_appendix(name: str) -> None:
    """An id beside a figure leads to its formula, and the figures are those of the trails."""
    review = situation(name)
    *others, last = sections_of(review, LIGHT)
    figures, told = last.tables
    ids = {row[0].partition(":")[0] for row in told.rows}
    assert ids <= methods().keys()
    named = {row[2].partition(",")[0] for row in figures.rows}
    for section in others:
        for note in section.notes:
            if note.startswith("Methods: "):
                named |= set(note.removeprefix("Methods: ").partition(";")[0].split(", "))
        for table in section.tables:
            if "Method" in table.head:
                named |= {row[table.head.index("Method")] for row in table.rows}
    assert named <= ids


def test_the_appendix_tells_the_trail_that_the_window_tells() -> None:
    review = situation("beginner")
    figures = {row[0]: row for row in sections_of(review, LIGHT)[-1].tables[0].rows}
    trail = trail_of(review, "stress.portfolio.correlation")
    told = tell(trail, fmt.in_unit, fmt.day)
    assert figures[told.title] == (
        told.title, told.figure, f"{trail.method.id}, version {trail.method.version}", told.ground
    )  # fmt: skip
    assert "95 % interval" in told.ground
    assert f"n = {trail.n}" in told.ground
    assert "source: invented" in told.ground
