"""The fields that a column can be read as; the vocabulary of profiles and of the user's maps."""

from __future__ import annotations

from typing import Final

SUMMED: Final = ("fee", "tax")
"""Fields that several columns may share; their amounts add up."""

NUMERIC: Final = (
    "quantity",
    "price",
    "amount",
    "gross",
    "fee",
    "tax",
    "fx_rate",
    "market_value",
    "cost_basis",
    "unit_cost",
)

FIELDS: Final = (
    "date",
    "time",
    "settle_date",
    "type",
    "side",
    "isin",
    "wkn",
    "sedol",
    "cusip",
    "symbol",
    "market",
    "name",
    "text",
    *NUMERIC,
    "currency",
    "price_currency",
    "amount_currency",
    "fee_currency",
    "tax_currency",
    "reference",
    "status",
    "account",
    "asset",
    "level",
    "as_of",
    "other",
)

CURRENCIES: Final = frozenset(
    [
        "AED",
        "ARS",
        "AUD",
        "BGN",
        "BRL",
        "CAD",
        "CHF",
        "CLP",
        "CNH",
        "CNY",
        "COP",
        "CZK",
        "DKK",
        "EUR",
        "GBP",
        "GEL",
        "HKD",
        "HUF",
        "IDR",
        "ILS",
        "INR",
        "ISK",
    ]
    + [
        "JPY",
        "KRW",
        "KZT",
        "MXN",
        "MYR",
        "NOK",
        "NZD",
        "PEN",
        "PHP",
        "PLN",
        "RON",
        "RUB",
        "SAR",
        "SEK",
        "SGD",
        "THB",
        "TRY",
        "TWD",
        "UAH",
        "USD",
        "VND",
        "ZAR",
    ]
)

PENCE: Final = {"GBX": "GBP", "GBp": "GBP", "GBp.": "GBP", "p": "GBP", "ZAc": "ZAR", "ILA": "ILS"}
"""Price units of which a hundred make one; the case counts: GBp is not GBP."""

ODD_CURRENCIES: Final = {
    "CAN": "CAD",
    "US DOLLAR": "USD",
    "USドル": "USD",
    "米ドル": "USD",
    "円": "JPY",
    "日本円": "JPY",
    "人民币": "CNY",
    "港币": "HKD",
    "美元": "USD",
    "원": "KRW",
    "원화": "KRW",
    "미국달러": "USD",
    "RMB": "CNY",
    "€": "EUR",
    "£": "GBP",
    "₩": "KRW",
    "EURO": "EUR",
    "RUR": "RUB",
}
