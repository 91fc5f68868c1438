"""One row of a table becomes a booked fact, a skip with a reason, or a question."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from corridor_desktop.domain.transaction import HOLDING_KINDS, Kind
from corridor_desktop.importers.amounts import amounts_of
from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.contract import IGNORE, CanonicalRow, Identity
from corridor_desktop.importers.contradictions import must_not_contradict
from corridor_desktop.importers.dates import clock
from corridor_desktop.importers.doubt import KIND_CHOICES, Doubt, Skip
from corridor_desktop.importers.fields import CURRENCIES
from corridor_desktop.importers.folding import fold
from corridor_desktop.importers.identity import clean_code
from corridor_desktop.importers.instruments import coded, instrument_of
from corridor_desktop.importers.kind_words import (
    cancel_words,
    meaning_of_text,
    tokens_of,
)
from corridor_desktop.importers.numbers import NULLS, number
from corridor_desktop.importers.sense import Sense, keep, kept, key_of_words
from corridor_desktop.importers.table import Table
from corridor_desktop.importers.words import (
    answers_of,
    must_be_security,
    prose_of,
    skip_rules,
    word_of,
)

_KINDS: Final = {str(kind): kind for kind in Kind}
_OUT: Final = {Kind.SELL, Kind.TRANSFER_OUT}
_IN: Final = {Kind.BUY, Kind.TRANSFER_IN}
_STEPS: Final = {
    "action_in": (Kind.CORPORATE_ACTION, 1),
    "action_out": (Kind.CORPORATE_ACTION, -1),
    "pair_in": (Kind.SPLIT, 1),
    "pair_out": (Kind.SPLIT, -1),
}
_MOVING: Final = frozenset({"buy", "sell"})
_FLOWS: Final = {Kind.DEPOSIT, Kind.WITHDRAWAL, Kind.FX}
_SIGNED: Final = {Kind.SPLIT, Kind.CORPORATE_ACTION}


def read_row(table: Table, record: Record) -> CanonicalRow:
    """Return the fact of one row.

    Raises
    ------
    Doubt
        The user has to say something first.
    Skip
        The row is left out for a known reason.
    """
    return _fact(table, record, _sense_of(table, record))


def _sense_of(table: Table, record: Record) -> Sense:
    key = key_of_words(table, record)
    found = kept(table, key) if key is not None else None
    if found is None:
        found = _find_sense(table, record)
        if key is not None:
            keep(table, key, found)
    return found


def _find_sense(table: Table, record: Record) -> Sense:
    kind, prose = _find_kind(table, record)
    if table.layout.general and kind in _MOVING:
        _must_stand(table, record, kind)
    instrument = instrument_of(table, record, prose)
    account = mask(table.cell(record, "account") or table.title)
    return Sense(kind, prose, instrument, account, coded(instrument))


def _must_stand(table: Table, record: Record, kind: str) -> None:
    """Ask about a trade whose description speaks of a cancellation."""
    text = table.cell(record, "name")
    if not text or not tokens_of(text) & cancel_words():
        return
    told = answers_of(table).get(fold(text), "")
    if told == IGNORE:
        raise Skip("import.skip_word_by_you", word=text)
    if told != kind and record.lines[0] not in table.answers.rows:
        column = table.columns.title("name")
        raise Doubt("import.may_be_cancelled", column, text, (kind, IGNORE), word=text)


def _find_kind(table: Table, record: Record) -> tuple[str, dict[str, str]]:
    skip_rules(table, record)
    word, found = word_of(table, record)
    if found.startswith("skip:"):
        raise Skip(f"import.skip_{found[5:]}", word=word)
    prose = prose_of(table, record, fold(word), found)
    if prose.get("kind"):
        found = prose["kind"]
        if found.startswith("skip:"):
            raise Skip(f"import.skip_{found[5:]}", word=word)
    if found == "text":
        text = table.cell(record, "text") or word or table.cell(record, "name")
        found = answers_of(table).get(fold(text), "")
        if not found and table.layout.general:
            found = meaning_of_text(text)
        if found == IGNORE:
            raise Skip("import.skip_word_by_you", word=text)
        if not found:
            column = table.columns.title("text" if table.has("text") else "type")
            raise Doubt("import.unknown_text", column, text, KIND_CHOICES, word=text)
    return found, prose


def _fact(table: Table, record: Record, sense: Sense) -> CanonicalRow:
    instrument, prose = sense.instrument, sense.prose
    moment = table.day(record)
    day = moment.under(table.order)
    if moment.empty and table.has("settle_date") and not table.layout.general:
        moment = table.day(record, "settle_date")
        day = moment.under(table.order)
    if day is None:
        raise Doubt("import.missing_date", table.columns.title("date"), "")
    values = table.values(record)
    if prose:
        _from_prose(table, values, prose)
    if "debit" in values or "credit" in values:
        _from_sides(values)
    kind = _kind(table, sense.kind, values)
    told = record.lines[0] in table.answers.rows
    if kind in HOLDING_KINDS:
        must_be_security(table, record)
    quantity = _quantity(table, kind, values, instrument, told=told)
    amounts = amounts_of(table, record, kind, values, sense)
    if table.layout.general and not told:
        _must_be_cash(table, kind, values, instrument)
        if kind in _FLOWS and values.get("quantity") and sense.coded:
            # Units of a security can be paid in too; with guessed columns nobody knows.
            raise Doubt("import.flow_or_units", table.columns.title("type"), instrument.label)
    note = ""
    if kind not in HOLDING_KINDS:
        instrument, note = _of_cash(kind, instrument, coded=sense.coded)
    return CanonicalRow(
        lines=record.lines,
        kind=kind,
        date=day,
        instrument=instrument,
        time=moment.time or time_of(table, record),
        quantity=quantity,
        reference=reference_of(table, record),
        account=sense.account,
        note=note,
        price=amounts.price,
        currency=amounts.currency,
        gross=amounts.gross,
        fee=amounts.fee,
        tax=amounts.tax,
        net_cash=amounts.net_cash,
        fx_rate=amounts.fx_rate,
    )


def _of_cash(kind: Kind, instrument: Identity, *, coded: bool) -> tuple[Identity, str]:
    """Return the instrument of a row that moves cash, and the text that only looks like one."""
    if _is_cash(instrument.symbol or ""):
        instrument, coded = Identity(), False
    if kind is Kind.DIVIDEND or coded:
        return instrument, ""
    return Identity(), instrument.name or ""


def _is_cash(symbol: str) -> bool:
    """Tell whether a symbol names money and no security."""
    return symbol.upper() in CURRENCIES or symbol.upper().startswith("$CASH")


def _must_be_cash(
    table: Table, kind: Kind, values: Mapping[str, Decimal | None], instrument: Identity
) -> None:
    """A dividend that costs money and names units may be a purchase with it: ask."""
    amount = values.get("amount") or values.get("gross") or Decimal(0)
    if kind is Kind.DIVIDEND and values.get("quantity") and _is_nothing(values):
        # No money came in: the units may be what was paid.
        raise Doubt("import.missing_amount", table.columns.title("amount"), "")
    if kind is Kind.DIVIDEND and amount < 0 and values.get("quantity"):
        raise Doubt(
            "import.sign_contradicts",
            table.columns.title("type"),
            f"{kind} {instrument.label}",
            (str(Kind.BUY), str(Kind.DIVIDEND), IGNORE),
            word=str(kind),
            name=instrument.label,
        )


def _is_nothing(values: Mapping[str, Decimal | None]) -> bool:
    """Tell whether a row states an amount, and that it is zero."""
    stated = [values.get(name) for name in ("amount", "gross")]
    return any(value is not None for value in stated) and not any(stated)


def time_of(table: Table, record: Record) -> str | None:
    """Return the time of day that stands in a column of its own."""
    text = table.cell(record, "time")
    if not text:
        return None
    moment = table.days[text]
    return clock(text) if moment.bad else moment.time


def reference_of(table: Table, record: Record) -> str | None:
    """Return the broker's own number of the row."""
    text = table.cell(record, "reference")
    if not text:
        return None
    text = clean_code(text)
    return text if text.lower() not in NULLS and text.strip("0") else None


def mask(account: str) -> str:
    """Return an account name, a number reduced to its last four signs."""
    text = account.strip()
    if not text:
        return ""
    digits = sum(1 for sign in text if sign.isdigit())
    return "…" + text[-4:] if digits >= 5 else text


def _from_sides(values: dict[str, Decimal | None]) -> None:
    """Money out and money in columns make one signed amount where the row has no other."""
    debit, credit = values.pop("debit", None), values.pop("credit", None)
    if values.get("amount") is None and (debit or credit):
        values["amount"] = abs(credit or Decimal(0)) - abs(debit or Decimal(0))


def _from_prose(table: Table, values: dict[str, Decimal | None], prose: dict[str, str]) -> None:
    """Put numbers read from prose where the columns have none."""
    options: dict[str, list[Decimal | None]] = {}
    for name in ("quantity", "price"):
        text = prose.get(name)
        if text is None or (table.layout.general and values.get(name)):
            continue
        read = number(text)
        if read.bad:
            raise Doubt("import.bad_number", table.columns.title("text"), text, cell=text)
        mark = table.answers.decimal or ""
        options[name] = (
            [read.point, read.comma] if read.doubtful and not mark else [read.under(mark)]
        )
    if not options:
        return
    values.update(_fit_prose(table, values, options))


def _fit_prose(
    table: Table, values: dict[str, Decimal | None], options: dict[str, list[Decimal | None]]
) -> dict[str, Decimal | None]:
    amount = values.get("amount") or values.get("gross")
    quantities = options.get("quantity", [values.get("quantity")])
    prices = options.get("price", [values.get("price")])
    if len(quantities) == 1 and len(prices) == 1:
        return {"quantity": quantities[0], "price": prices[0]}
    fits = [
        (quantity, price)
        for quantity in quantities
        for price in prices
        if amount and quantity and price and _near(abs(quantity * price), abs(amount))
    ]
    if len(fits) == 1:
        return {"quantity": fits[0][0], "price": fits[0][1]}
    mark = table.layout.decimal
    if not mark:
        raise Doubt(
            "import.doubtful_number",
            table.columns.title("text"),
            "decimal",
            (".", ","),
            cell="",
            first=quantities[0] if len(quantities) > 1 else prices[0],
            second=quantities[-1] if len(quantities) > 1 else prices[-1],
        )
    place = 0 if mark == "." else -1
    return {"quantity": quantities[place], "price": prices[place]}


def _near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= other / 100


def _kind(table: Table, found: str, values: dict[str, Decimal | None]) -> Kind:
    if found in _KINDS:
        return _flow_turned(table, _KINDS[found], values)
    quantity = values.get("quantity")
    amount = values.get("amount")
    if found in _STEPS and quantity:
        kind, sign = _STEPS[found]
        values["quantity"] = abs(quantity) * sign
        return kind
    if found == "by_sign" and quantity and amount:
        # Units in cost money, units out bring some; both may carry a sign, but not against it.
        fits = quantity > 0 or amount > 0
        if fits:
            return Kind.SELL if amount > 0 else Kind.BUY
    if found == "trade" and quantity and values.get("price") == 0:
        return Kind.CORPORATE_ACTION
    if found == "trade" and quantity:
        return Kind.BUY if quantity > 0 else Kind.SELL
    if found == "transfer" and quantity:
        return Kind.TRANSFER_IN if quantity > 0 else Kind.TRANSFER_OUT
    if found in {"flow", "transfer"} and amount and not quantity:
        if table.layout.general and not table.signed:
            raise Doubt("import.missing_word", table.columns.title("type"), "", KIND_CHOICES)
        return Kind.DEPOSIT if amount > 0 else Kind.WITHDRAWAL
    if found in {"flow", "transfer"} and amount is not None and not quantity:
        raise Skip("import.skip_nothing_moved")
    if found == "ask":
        raise Doubt("import.missing_word", table.columns.title("type"), "", KIND_CHOICES)
    raise Doubt("import.missing_quantity", table.columns.title("quantity"), "", KIND_CHOICES)


def _flow_turned(table: Table, kind: Kind, values: dict[str, Decimal | None]) -> Kind:
    """A deposit with a minus is a withdrawal where amounts carry their sign."""
    amount = values.get("amount")
    if table.signed and amount is not None and amount < 0 and kind is Kind.DEPOSIT:
        return Kind.WITHDRAWAL
    return kind


def _quantity(
    table: Table,
    kind: Kind,
    values: dict[str, Decimal | None],
    instrument: Identity,
    *,
    told: bool,
) -> Decimal | None:
    if kind not in HOLDING_KINDS:
        return None
    quantity = values.get("quantity")
    if not quantity:
        raise Doubt("import.missing_quantity", table.columns.title("quantity"), "")
    if instrument.empty:
        raise Doubt("import.no_instrument", table.columns.title("symbol"), "")
    if kind in _SIGNED:
        amount = values.get("amount")
        unclear = kind is Kind.CORPORATE_ACTION and quantity > 0 and amount and amount > 0
        if unclear and not told:
            # Units and cash both come in: the file does not say which units went out.
            raise Doubt("import.action_unclear", table.columns.title("quantity"), instrument.label)
        return quantity
    if not told:
        must_not_contradict(table, kind, quantity, values, instrument)
    return -abs(quantity) if kind in _OUT else abs(quantity)
