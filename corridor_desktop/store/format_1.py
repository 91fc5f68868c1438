"""The tables of format 1. Never edited after its release: later formats are migrations.

Money, prices and quantities are exact decimals as text; days are ISO text; instants are ISO
text with their offset; booleans are 0 and 1. The history entry of an import may be written
after its facts, as long as both are in one transaction.
"""

from __future__ import annotations

_APPEND_ONLY = ("tags", "policies", "decisions", "migrations")

_TABLES = """
CREATE TABLE migrations (
    version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL
) STRICT;

CREATE TABLE portfolio (
    id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL, base TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE accounts (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, broker TEXT NOT NULL,
    currency TEXT NOT NULL, cost_method TEXT
) STRICT;

CREATE TABLE raw_files (
    digest TEXT PRIMARY KEY, name TEXT NOT NULL, size INTEGER NOT NULL, added_at TEXT NOT NULL,
    packed BLOB NOT NULL
) STRICT;

CREATE TABLE batches (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    digest TEXT NOT NULL REFERENCES raw_files (digest), file_name TEXT NOT NULL,
    imported_at TEXT NOT NULL, profile TEXT NOT NULL, broker TEXT NOT NULL, kind TEXT NOT NULL,
    account_id TEXT REFERENCES accounts (id), start TEXT, end TEXT,
    imported INTEGER NOT NULL, duplicates INTEGER NOT NULL, skipped INTEGER NOT NULL,
    needs_you INTEGER NOT NULL, notes TEXT NOT NULL, undone_at TEXT,
    incomplete INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX batches_by_digest ON batches (digest);

CREATE TABLE instruments (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    isin TEXT, ticker TEXT, other_ids TEXT NOT NULL, symbol TEXT, listing_currency TEXT,
    mic TEXT, price_factor TEXT, asset_class TEXT NOT NULL, country TEXT,
    economic_currency TEXT, sector TEXT, issuer TEXT, multiplier TEXT NOT NULL,
    analysts INTEGER, facts_source TEXT, facts_date TEXT,
    batch_id TEXT REFERENCES batches (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE aliases (
    kind TEXT NOT NULL, value TEXT NOT NULL,
    instrument_id TEXT NOT NULL REFERENCES instruments (id) ON DELETE CASCADE,
    chosen INTEGER NOT NULL, batch_id TEXT REFERENCES batches (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_by_instrument ON aliases (instrument_id);

CREATE TABLE transactions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id), kind TEXT NOT NULL,
    trade_date TEXT NOT NULL, instrument_id TEXT REFERENCES instruments (id), quantity TEXT,
    price TEXT, currency TEXT NOT NULL, gross TEXT, fee TEXT, fee_currency TEXT, tax TEXT,
    tax_currency TEXT, net_cash TEXT, net_cash_currency TEXT, fx_rate TEXT, reference TEXT,
    note TEXT NOT NULL, time TEXT,
    batch_id TEXT REFERENCES batches (id) DEFERRABLE INITIALLY DEFERRED,
    digest TEXT NOT NULL, lines TEXT NOT NULL, dedupe_key TEXT
) STRICT;
CREATE INDEX transactions_by_day ON transactions (trade_date, seq);
CREATE INDEX transactions_by_batch ON transactions (batch_id);
CREATE INDEX transactions_by_instrument ON transactions (instrument_id);
CREATE INDEX transactions_by_key ON transactions (account_id, dedupe_key);

CREATE TABLE statements (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id), as_of TEXT NOT NULL,
    batch_id TEXT REFERENCES batches (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX statements_by_batch ON statements (batch_id);

CREATE TABLE statement_lines (
    statement_id TEXT NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, instrument_id TEXT NOT NULL REFERENCES instruments (id),
    quantity TEXT NOT NULL, price TEXT, market_value TEXT, cost_basis TEXT,
    currency TEXT NOT NULL, digest TEXT NOT NULL, lines TEXT NOT NULL,
    PRIMARY KEY (statement_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_lines_by_instrument ON statement_lines (instrument_id);

CREATE TABLE statement_cash (
    statement_id TEXT NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, amount TEXT NOT NULL, currency TEXT NOT NULL,
    PRIMARY KEY (statement_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE themes (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL
) STRICT;

CREATE TABLE tags (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    instrument_id TEXT NOT NULL REFERENCES instruments (id), theme_id TEXT NOT NULL,
    basis_points INTEGER NOT NULL CHECK (basis_points BETWEEN 0 AND 10000),
    valid_from TEXT NOT NULL, recorded TEXT NOT NULL, reason TEXT NOT NULL,
    source TEXT NOT NULL, confidence TEXT NOT NULL, driver TEXT NOT NULL
) STRICT;
CREATE INDEX tags_by_instrument ON tags (instrument_id);

CREATE TABLE series (
    symbol TEXT PRIMARY KEY, currency TEXT NOT NULL, unit TEXT NOT NULL, basis TEXT NOT NULL,
    source TEXT NOT NULL, fetched_at TEXT, simulated INTEGER NOT NULL, splits TEXT NOT NULL,
    count INTEGER NOT NULL, first TEXT, last TEXT, days BLOB NOT NULL, closes BLOB NOT NULL
) STRICT;

CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT, day TEXT NOT NULL, end TEXT, kind TEXT NOT NULL,
    topic TEXT NOT NULL, title TEXT NOT NULL, source TEXT NOT NULL, address TEXT NOT NULL,
    checked TEXT NOT NULL
) STRICT;

CREATE TABLE policies (
    version INTEGER PRIMARY KEY, effective TEXT NOT NULL, recorded_at TEXT NOT NULL,
    content TEXT NOT NULL
) STRICT;

CREATE TABLE decisions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, kind TEXT NOT NULL,
    limit_id TEXT NOT NULL, subject TEXT NOT NULL, measured REAL, reason TEXT NOT NULL,
    until TEXT, detail TEXT NOT NULL, previous TEXT NOT NULL, digest TEXT NOT NULL
) STRICT;

CREATE TABLE last_findings (
    id INTEGER PRIMARY KEY CHECK (id = 1), as_of TEXT NOT NULL, content TEXT NOT NULL
) STRICT;

CREATE TABLE dismissed_suggestions (id TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT;
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE column_maps (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE answers (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""


def statements() -> tuple[str, ...]:
    """Return the statements that make format 1, in order."""
    tables = [part.strip() for part in _TABLES.split(";\n") if part.strip()]
    guards = [
        f"CREATE TRIGGER {table}_never_{verb} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in _APPEND_ONLY
        for verb in ("update", "delete")
    ]
    return (*tables, *guards)
