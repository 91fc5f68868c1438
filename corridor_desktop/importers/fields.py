"""The fields that a column can be read as; the vocabulary of profiles and of the user's maps."""

from __future__ import annotations

from typing import Final

SUMMED: Final = ("fee", "tax")
"""Fields that several columns may share; their amounts add up."""

NUMERIC: Final = (
    "quantity",
    "price",
    "amount",
    "debit",
    "credit",
    "gross",
    "fee",
    "tax",
    "accrued",
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
    "cancelled",
    "account",
    "asset",
    "level",
    "as_of",
    "other",
)

_AMERICAS: Final = ("ARS", "BRL", "CAD", "CLP", "COP", "MXN", "PEN", "USD")
_EUROPE: Final = (
    "BGN",
    "CHF",
    "CZK",
    "DKK",
    "EUR",
    "GBP",
    "GEL",
    "HUF",
    "ISK",
    "NOK",
    "PLN",
    "RON",
)
_EAST: Final = ("RUB", "SEK", "TRY", "UAH", "KZT", "AED", "ILS", "SAR", "ZAR")
_ASIA: Final = ("CNH", "CNY", "HKD", "IDR", "INR", "JPY", "KRW", "MYR", "PHP", "SGD", "THB", "TWD")
_OTHER: Final = ("AUD", "NZD", "VND")

CURRENCIES: Final = frozenset((*_AMERICAS, *_EUROPE, *_EAST, *_ASIA, *_OTHER))

PENCE: Final = {"GBX": "GBP", "GBp": "GBP", "GBp.": "GBP", "p": "GBP", "ZAc": "ZAR", "ILA": "ILS"}
"""Price units of which a hundred make one; the case counts: GBp is not GBP."""

ODD_CURRENCIES: Final = {
    "CAN": "CAD",
    "US DOLLAR": "USD",
    "R$": "BRL",
    "ZŁ": "PLN",
    "KČ": "CZK",
    "RS.": "INR",
    "USドル": "USD",
    "米ドル": "USD",
    "米国ドル": "USD",
    "豪ドル": "AUD",
    "人民元": "CNY",
    "円": "JPY",
    "日圓": "JPY",
    "美金": "USD",
    "港幣": "HKD",
    "新台幣": "TWD",
    "台幣": "TWD",
    "홍콩달러": "HKD",
    "유로": "EUR",
    "₽": "RUB",
    "₺": "TRY",
    "日本円": "JPY",
    "香港ドル": "HKD",
    "ユーロ": "EUR",
    "英ポンド": "GBP",
    "ドル": "USD",
    "달러": "USD",
    "위안": "CNY",
    "엔": "JPY",
    "人民币元": "CNY",
    "人民币": "CNY",
    "港元": "HKD",
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
