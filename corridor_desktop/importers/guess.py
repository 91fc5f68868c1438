"""Reading files of brokers without a profile: header words of many languages, or a user's map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from corridor_desktop.domain.message import Message
from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.columns import Columns, assign
from corridor_desktop.importers.contract import Answers, Question, StatementKind
from corridor_desktop.importers.dates import day
from corridor_desktop.importers.evidence import read_columns
from corridor_desktop.importers.folding import fold
from corridor_desktop.importers.home import day_first, eastern, home_currency, is_crypto
from corridor_desktop.importers.kind_words import trade_side
from corridor_desktop.importers.numbers import number
from corridor_desktop.importers.profiles import Layout, general_words
from corridor_desktop.importers.prose import prose_column, trade_rules

_INSTRUMENT = ("isin", "wkn", "sedol", "cusip", "symbol", "name")
_FIRST_ROWS = 60
_WORTH = frozenset({"type", "side", "amount", "gross", "market_value", "cost_basis", "unit_cost"})
_TRADE_ONLY = frozenset(
    {"type", "side", "amount", "gross", "debit", "credit", "fee", "tax", "time"}
)


@dataclass(frozen=True, slots=True)
class Guess:
    """The header row found and the layout made for it; questions where that is not enough."""

    index: int
    layout: Layout
    questions: tuple[Question, ...] = ()


def guess(records: Sequence[Record], answers: Answers) -> Guess | Message:
    """Return how an unknown table can be read, or why it cannot."""
    plain = general_layout()
    index = _header(records, plain, answers)
    if index is None:
        return Message.of("import.refused_no_header")
    layout = _mapped(plain, answers) if answers.columns else plain
    if eastern(records[index].cells):  # none of these brokers writes a decimal comma
        layout = replace(layout, decimal=".")
    body = [record for record in records[index + 1 :] if not record.blank]
    columns = table_columns(records[index].cells, layout, body)
    if layout.id == "general" and is_crypto(columns, body):
        return Message.of("import.refused_crypto")
    layout = replace(layout, currency=home_currency(columns, body))
    if not layout.date_order and day_first(records[index].cells):
        layout = replace(layout, date_order="DMY")
    return _judge(index, layout, columns, body, answers)


def table_columns(header: Sequence[str], layout: Layout, records: Sequence[Record]) -> Columns:
    """Return the columns of a table; those of unknown brokers are held against their cells."""
    if layout.id == "general":
        return read_columns(header, layout, records)
    return assign(header, layout)


def general_layout() -> Layout:
    """Return the layout of every broker: words of many languages, nothing else."""
    words = general_words()
    return Layout(
        id="general",
        broker="",
        kind=StatementKind.TRANSACTIONS,
        columns={name: _spellings(listed) for name, listed in words["columns"].items()},
        needs=(),
        words=_by_word(words["words"]),
        sides=_by_word(words["sides"]),
        general=True,
    )


def _spellings(words: Sequence[str]) -> tuple[str, ...]:
    """Return each word folded, and written in one as programs do (``TradeDate``)."""
    folded = [fold(word) for word in words]
    return tuple(dict.fromkeys([*folded, *(word.replace(" ", "") for word in folded)]))


def _by_word(table: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {fold(word): kind for kind, listed in table.items() for word in listed}


def _mapped(plain: Layout, answers: Answers) -> Layout:
    """Return a layout whose columns are the user's own map and nothing else."""
    columns: dict[str, tuple[str, ...]] = {}
    for title, name in answers.columns.items():
        columns[name] = (*columns.get(name, ()), fold(title))
    return replace(plain, id="own", columns=columns)


def _header(records: Sequence[Record], plain: Layout, answers: Answers) -> int | None:
    if answers.header_line is not None:
        places = [i for i, r in enumerate(records) if answers.header_line in r.lines]
        return places[0] if places else None
    wanted = {fold(title) for title in answers.columns}
    best, score = None, 2
    for index, record in enumerate(records[:_FIRST_ROWS]):
        if record.filled < 3 or _valued(record):
            continue
        words = {fold(cell) for cell in record.cells if cell.strip()}
        found = len(assign(record.cells, plain).places) + 10 * len(words & wanted)
        found += bool(words & _todays_prices())
        if found > score:
            best, score = index, found
    return best


def _valued(record: Record) -> bool:
    """Tell whether a row holds numbers: then it is no header."""
    return any(
        not (read := number(cell)).bad and read.point is not None
        for cell in record.cells
        if cell.strip()
    )


def _judge(
    index: int, layout: Layout, columns: Columns, body: Sequence[Record], answers: Answers
) -> Guess | Message:
    has = columns.places
    named = _named(columns)
    typed = "type" in has or "side" in has
    told = _told(columns, body, answers, typed=typed)
    if told is not None:
        return Guess(index, _in_prose(layout, columns, told))
    # What is held after the trade is not what was traded.
    title = fold(columns.title("quantity"))
    held = typed and answers.kind is None and title in _list("held")
    held = held or (title in _list("traded_volume") and not _WORTH & set(has))
    if held or "quantity" not in has or not named:
        return _no_holdings(index, layout, columns, body, answers, held=held)
    twice = _twice(columns)
    if twice and not answers.columns:
        return Guess(index, layout, (_ask_column(body, columns, twice),))
    if answers.kind is not None:
        return Guess(index, _as_kind(layout, answers.kind))
    return _judge_kind(index, layout, columns, body, typed=typed)


def _named(columns: Columns) -> bool:
    """Tell whether a column names securities; a product without a code may be a chair."""
    found = [name for name in _INSTRUMENT if name in columns.places]
    return bool(found) and (
        found != ["name"] or fold(columns.title("name")) not in _list("product")
    )


def _told(columns: Columns, body: Sequence[Record], answers: Answers, *, typed: bool) -> int | None:
    """Return the column that tells trades in sentences, where the table needs one."""
    has = columns.places
    if answers.columns or answers.kind is StatementKind.POSITIONS or "date" not in has:
        return None
    return None if typed and "quantity" in has else prose_column(columns, body)


def _judge_kind(
    index: int, layout: Layout, columns: Columns, body: Sequence[Record], *, typed: bool
) -> Guess:
    has = columns.places
    if (typed and "date" in has) or not body:  # without a line there is nothing to ask about
        return Guess(index, layout)
    if _by_sign(columns, body):
        return Guess(index, replace(layout, default="by_sign", signed=True))
    if _holdings(columns, body, typed=typed):
        return Guess(index, _as_kind(layout, StatementKind.POSITIONS))
    return Guess(index, layout, (_ask_kind(body, typed=typed),))


def _holdings(columns: Columns, body: Sequence[Record], *, typed: bool) -> bool:
    """Tell whether a table lists what is held: worth or cost beside it, and nothing that happened.

    Lists of what was sold have quantities and costs too; days of settlement are of trades.
    """
    has = columns.places
    words = {fold(title) for title in columns.header}
    if words & _list("closed") or ("settle_date" in has and "date" not in has):
        return False
    # Cash is a line of its own only where holdings are listed.
    cash = any(cell.startswith("$CASH") for row in body for cell in row.cells)
    worth = bool({"market_value", "cost_basis", "unit_cost"} & set(has))
    worth = worth or (_quoted(columns) and not _dated(columns, body))
    if not typed:
        return ("date" not in has and not _differing_days(columns, body)) or worth or cash
    place = has.get("type", has.get("side", (0,)))[0]
    cells = [row.cells[place] for row in body if place < len(row.cells)]
    return "date" not in has and worth and not any(trade_side(cell) for cell in cells)


def _quoted(columns: Columns) -> bool:
    """Tell whether a column names the price of today, which trades have no use for."""
    return any(fold(title) in _todays_prices() for title in columns.header)


@cache
def _todays_prices() -> frozenset[str]:
    """Return the folded column names of a price that nobody has paid."""
    prices = {fold(word) for word in general_words()["position_price"]["price"]}
    return frozenset(prices - {fold(word) for word in general_words()["columns"]["price"]})


def _dated(columns: Columns, body: Sequence[Record]) -> bool:
    """Tell whether the rows stand under more than one day."""
    place = columns.first("date")
    if place is None:
        return _differing_days(columns, body)
    return len({row.cells[place] for row in body if place < len(row.cells)} - {""}) > 1


def _differing_days(columns: Columns, body: Sequence[Record]) -> bool:
    """Tell whether an unnamed column holds days that differ: then something happened on them."""
    taken = {place for places in columns.places.values() for place in places}
    for place in range(len(columns.header)):
        if place in taken:
            continue
        cells = {row.cells[place] for row in body if place < len(row.cells)} - {""}
        if len(cells) > 1 and all(not day(cell).bad for cell in cells):
            return True
    return False


def _in_prose(layout: Layout, columns: Columns, place: int) -> Layout:
    """Return the layout for a table that tells its trades in the sentences of one column."""
    title = fold(columns.header[place])
    mapped = {
        name: tuple(word for word in words if word != title)
        for name, words in layout.columns.items()
    }
    mapped = {"text": (title,), **{name: words for name, words in mapped.items() if name != "text"}}
    return replace(layout, columns=mapped, default="text", texts=trade_rules())


def _by_sign(columns: Columns, body: Sequence[Record]) -> bool:
    """Tell whether money out and money in can tell purchases from sales: both must be seen."""
    has = columns.places
    if not {"date", "quantity", "price"} <= set(has):
        return False
    if "debit" in has and "credit" in has:
        return True
    if "amount" not in has:
        return False
    pairs = [_signs(row, has["quantity"][0], has["amount"][0]) for row in body]
    # Units and money that go out together: the amount is a value with the sign of the units.
    return {paid for _, paid in pairs} >= {1, -1} and (-1, -1) not in pairs


def _signs(row: Record, *places: int) -> tuple[int, ...]:
    """Return 1, -1 or 0 for the number in each of the columns."""
    values = [
        number(row.cells[place]).point if place < len(row.cells) else None for place in places
    ]
    return tuple((value > 0) - (value < 0) if value else 0 for value in values)


def _as_kind(layout: Layout, kind: StatementKind) -> Layout:
    if kind is not StatementKind.POSITIONS or layout.id == "own":
        return replace(layout, kind=kind)
    # Beside holdings, an average price is what they cost, not what they are worth.
    priced = {name: _spellings(words) for name, words in general_words()["position_price"].items()}
    columns = {name: words for name, words in layout.columns.items() if name not in _TRADE_ONLY}
    costs = _joined(priced["unit_cost"], columns["unit_cost"])
    worth = _joined(columns["market_value"], layout.columns["gross"], layout.columns["amount"])
    worth = tuple(word for word in worth if word not in columns["cost_basis"])
    columns.update(price=priced["price"], unit_cost=costs, market_value=worth)
    return replace(layout, kind=kind, columns=columns)


def _joined(*parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for part in parts for word in part))


def _ask_kind(body: Sequence[Record], *, typed: bool) -> Question:
    lines = tuple(line for record in body for line in record.lines)
    code = "import.ask_date_column" if typed else "import.ask_kind"
    choices = () if typed else ("transactions", "positions")
    subject = "columns" if typed else "kind"
    return Question(lines, "", code.removeprefix("import."), Message.of(code), choices, subject)


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in general_words()["lists"][name])


def _twice(columns: Columns) -> str:
    """Return a deciding column name that stands twice in the header: either could be meant."""
    words = [fold(title) for title in columns.header]
    for name in ("quantity", "price", "type", "side"):
        place = columns.first(name)
        if place is not None and words.count(words[place]) > 1:
            return columns.header[place]
    return ""


def _ask_column(body: Sequence[Record], columns: Columns, title: str) -> Question:
    lines = tuple(line for record in body for line in record.lines)
    titles = tuple(title for title in columns.header if title)
    message = Message.of("import.column_twice", column=title)
    return Question(lines, title, "column_twice", message, titles, "columns")


def _no_holdings(
    index: int,
    layout: Layout,
    columns: Columns,
    body: Sequence[Record],
    answers: Answers,
    *,
    held: bool = False,
) -> Guess | Message:
    has = columns.places
    securities = any(name in has for name in ("isin", "wkn", "sedol", "cusip", "symbol", "price"))
    # Who names the header line or the columns says that it is a statement: then it is asked on.
    told = answers.columns or answers.header_line is not None
    if not securities and "quantity" not in has and not told:
        money = "amount" in has and "date" in has
        return Message.of("import.refused_bank" if money else "import.refused_unknown_table")
    lines = tuple(line for record in body for line in record.lines)
    missing = "quantity" if held or "quantity" not in has else "instrument"
    message = Message.of("import.ask_columns", missing=missing)
    titles = tuple(title for title in columns.header if title)
    question = Question(lines, "", "ask_columns", message, titles, "columns")
    return Guess(index, layout, (question,))
