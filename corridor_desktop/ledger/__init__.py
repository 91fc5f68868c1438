"""Transactions in, a book of positions out: lots, splits, transfers, snapshots, cash."""
