"""Settings, declared once: dialog, help and validation are drawn from here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.services.spans import read_spans


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. ``kind`` is choice, currency, country, number or text; values are text.

    ``check`` returns what is wrong with a value, empty when nothing is. ``group`` heads the
    settings page.
    """

    key: str
    group: str
    kind: str
    default: str
    title: str
    help: str
    choices: tuple[tuple[str, str], ...] = ()
    check: Callable[[str], str] = lambda _: ""


def _is_currency(value: str) -> str:
    return "" if re.fullmatch(r"[A-Z]{3}", value) else "A currency has three letters, like EUR."


def _is_country(value: str) -> str:
    good = not value or re.fullmatch(r"[A-Z]{2}", value)
    return "" if good else "A country has two letters, like DE."


def _between(low: float, high: float) -> Callable[[str], str]:
    def check(value: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return f"{value!r} is not a number."
        return "" if low <= number <= high else f"Choose a number from {low:g} to {high:g}."

    return check


def _are_spans(value: str) -> str:
    try:
        read_spans(value)
    except ValueError as trouble:
        return f"{trouble} Write days like 2024-08-05 and spans like 2020-01-22..2020-03-19."
    return ""


SETTINGS: tuple[Setting, ...] = (
    Setting("base_currency", "Portfolio", "currency", "EUR", "Base currency",
            "All values and losses are shown in this currency.", check=_is_currency),
    Setting("home_country", "Portfolio", "country", "", "Home country",
            "The country limit leaves your home country out. Two letters, or empty.",
            check=_is_country),
    Setting("look_through", "Portfolio", "choice", "off", "Funds in limits and stress",
            "What a fund holds can count instead of the fund: in limits on companies, themes, "
            "countries, currencies and sectors, and in the themes of a stress. The part that no "
            "list names stays with the fund.",
            (("off", "Funds count as one"),
             ("limits", "Looked through, where their holdings are known"))),
    Setting("cost_method", "Portfolio", "choice", "fifo", "Cost method",
            "Which cost a sale removes first.",
            (("fifo", "First in, first out"), ("average", "Average cost"))),
    Setting("benchmark", "KOSPI stress", "text", "^KS11", "Benchmark",
            "The symbol of the index that stress is measured against; ^KS11 is KOSPI."),
    Setting("window_years", "KOSPI stress", "number", "3", "Window in years",
            "How far back correlations and betas look.", check=_between(1, 25)),
    Setting("loss_budget", "KOSPI stress", "number", "10", "Loss to ask about, in percent",
            "The reverse question: which fall of KOSPI would cost this much?",
            check=_between(0.5, 90)),
    Setting("stress_set", "KOSPI stress", "choice", "worst_tenth", "What counts as stress",
            "On which of KOSPI's sessions your portfolio is looked at. Crises come from the "
            "event list, your own included.",
            (("worst_tenth", "The worst tenth of KOSPI's weeks"),
             ("shock_days", "Days with a large fall"),
             ("falls_10", "Falls of 10 % and more, peak to trough"),
             ("falls_15", "Falls of 15 % and more, peak to trough"),
             ("falls_20", "Falls of 20 % and more, peak to trough"),
             ("events", "The first five sessions of crises"),
             ("own_dates", "Your own dates"))),
    Setting("shock_level", "KOSPI stress", "number", "2", "A large fall of one day, in percent",
            "Used where days with a large fall count as stress.", check=_between(0.5, 15)),
    Setting("stress_dates", "KOSPI stress", "text", "", "Your own stress dates",
            "Days and spans, like 2020-01-22..2020-03-19, 2024-08-05. Used where your own dates "
            "count as stress.", check=_are_spans),
    Setting("price_source", "Prices", "choice", "yahoo", "Price source",
            "Only symbols are sent to it, nothing else of your portfolio.",
            (("yahoo", "Yahoo Finance"), ("tiingo", "Tiingo, with a key of your own"),
             ("none", "None: price files only"))),
    Setting("price_source_2", "Prices", "choice", "none", "When the first fails",
            "Asked for what the first source does not have or cannot answer.",
            (("none", "No other source"), ("yahoo", "Yahoo Finance"),
             ("tiingo", "Tiingo, with a key of your own"),
             ("krx", "Korea Exchange, with a key of your own"))),
    Setting("rate_source", "Prices", "choice", "prices", "Exchange rates",
            "The European Central Bank publishes one rate a working day, for thirty currencies; "
            "others are asked of the price source.",
            (("prices", "From the price source"),
             ("ecb", "European Central Bank, then the price source"))),
    Setting("appearance", "Window", "choice", "system", "Appearance",
            "Light, dark, or as the system has it.",
            (("system", "As the system"), ("light", "Light"), ("dark", "Dark"),
             ("high_contrast", "High contrast"))),
    Setting("rise_colour", "Window", "choice", "green", "Colour of gains",
            "Western markets show gains green, East Asian ones red.",
            (("green", "Green up, red down"), ("red", "Red up, blue down"))),
    Setting("background", "Window", "choice", "off", "When the window is closed",
            "In the system tray it looks at the limits every hour, offline, and gives one notice "
            "for each that is broken.",
            (("off", "Quit"), ("on", "Go on in the system tray"))),
    Setting("backups", "Backups", "choice", "daily", "Back up by itself",
            "Once a day before the first change. The ten latest are kept, and one for each of "
            "the last twelve months.",
            (("daily", "Once a day"), ("off", "Only when asked"))),
    Setting("report_paper", "Report", "choice", "A4", "Paper", "Paper size of the printed report.",
            (("A4", "A4"), ("Letter", "Letter"))),
)  # fmt: skip

_BY_KEY = {found.key: found for found in SETTINGS}


def setting(stored: Mapping[str, str], key: str) -> str:
    """Return the value of a setting, the default where none is stored."""
    return stored.get(key, _BY_KEY[key].default)


def validate(key: str, value: str) -> str:
    """Return a value as it is to be stored.

    Raises
    ------
    UsageTrouble
        There is no such setting, or the value does not fit.
    """
    found = _BY_KEY.get(key)
    if found is None:
        raise UsageTrouble("unknown_setting", f"There is no setting called {key!r}.")
    clean = value.strip()
    if found.kind in {"currency", "country"}:
        clean = clean.upper()
    if found.choices and clean not in dict(found.choices):
        known = ", ".join(key for key, _ in found.choices)
        raise UsageTrouble("bad_setting", f"{value!r} is none of: {known}.")
    wrong = found.check(clean)
    if wrong:
        raise UsageTrouble("bad_setting", wrong)
    return clean
