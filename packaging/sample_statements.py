"""Two invented broker files in the shapes of real ones, to try the importer on."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

from sample_things import THINGS

Closes = dict[str, dict[date, str]]


def write(closes: Closes, last: date) -> dict[str, str]:
    """Return the files by name: a semicolon-free European one and a quoted American one."""
    return {
        "linden-transactions.csv": _european(closes, last.year),
        "bluefin-activity.csv": _american(closes, last.year),
    }


def _european(closes: Closes, year: int) -> str:
    """Purchases and a sale as DEGIRO's Transactions.csv gives them, newest first."""
    header = [
        "Date", "Time", "Product", "ISIN", "Reference exchange", "Venue", "Quantity", "Price", "",
        "Local value", "", "Value EUR", "Exchange rate", "AutoFX Fee",
        "Transaction and/or third party fees EUR", "Total EUR", "Order ID", "",
    ]  # fmt: skip
    rows = [header]
    trades = (
        (date(year, 11, 12), "10:14", "LNDM", "XET", "XETA", 15),
        (date(year, 11, 12), "09:31", "WRLD", "XET", "XETA", 20),
        (date(year, 11, 5), "15:02", "NRDH", "XET", "XETA", -40),
        (date(year, 10, 22), "11:47", "AUBR", "EPA", "XPAR", 6),
        (date(year, 10, 8), "09:05", "ELBT", "XET", "XETA", 25),
    )
    things = {thing.key: thing for thing in THINGS}
    for place, (on, time, key, exchange, venue, units) in enumerate(trades):
        thing = things[key]
        price = Decimal(closes[thing.symbol][on])
        value = -units * price
        fee = Decimal("-3.00")
        rows.append(
            [
                f"{on:%d-%m-%Y}", time, thing.name.upper(), thing.isin, exchange, venue,
                str(units), f"{price:.4f}", "EUR", f"{value:.2f}", "EUR", f"{value:.2f}", "",
                "0.00", f"{fee:.2f}", f"{value + fee:.2f}",
                f"0a51ab1e-0000-4000-8000-00000000000{place}", "",
            ]
        )  # fmt: skip
    return _text(rows, csv.QUOTE_MINIMAL)


def _american(closes: Closes, year: int) -> str:
    """A month of activity as Schwab exports it, newest first."""
    rows = [
        ["Date", "Action", "Symbol", "Description", "Quantity", "Price", "Fees & Comm", "Amount"]
    ]
    things = {thing.key: thing for thing in THINGS}

    def trade(on: date, action: str, key: str, units: int, fee: str) -> None:
        price = Decimal(closes[things[key].symbol][on])
        cash = units * price * (1 if action == "Sell" else -1) - Decimal(fee or "0")
        rows.append([f"{on:%m/%d/%Y}", action, key, things[key].name.upper(), str(units),
                     f"${price:,.2f}", f"${fee}" if fee else "", _dollars(cash)])  # fmt: skip

    trade(date(year, 11, 17), "Buy", "NGSW", 12, "")
    rows.append(
        [f"11/13/{year}", "Qualified Dividend", "SNDL", "SUNDIAL TRAVEL", "", "", "", "$18.40"]
    )
    trade(date(year, 11, 10), "Sell", "CLDR", 30, "0.02")
    rows.append([f"11/02/{year} as of 10/30/{year}", "Bank Interest", "",
                 "BANK INT 100126-103126 BLUEFIN BANK", "", "", "", "$2.11"])  # fmt: skip
    rows.append(
        [f"10/28/{year}", "MoneyLink Transfer", "", "TFR OWN BANK", "", "", "", "$1,500.00"]
    )
    trade(date(year, 10, 21), "Buy", "PNFD", 10, "")
    return _text(rows, csv.QUOTE_ALL)


def _dollars(amount: Decimal) -> str:
    return f"{'-' if amount < 0 else ''}${abs(amount):,.2f}"


def _text(rows: list[list[str]], quoting: int) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=quoting, lineterminator="\r\n").writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()
