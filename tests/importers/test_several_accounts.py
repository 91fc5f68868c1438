"""A file that lists several accounts, one below the other."""

from __future__ import annotations

import pytest

from corridor_desktop.importers.reader import read

ALL_ACCOUNTS = """"Positions for All-Accounts as of 09:41 AM ET, 05/13/2024"

"Individual ...123"
{head}
"ABCD","ABCD INC","10","$12.50","$125.00","$95.00","No","No","100%","Equity"
"Account Total","--","--","--","$125.00","$95.00","--","--","--","--"

"{second}"
{head}
"EFGH","EFGH INC","4","$25.00","$100.00","$90.00","No","No","100%","Equity"
"Account Total","--","--","--","$100.00","$90.00","--","--","--","--"
"""
HEAD = (
    '"Symbol","Description","Quantity","Price","Market Value","Cost Basis",'
    '"Reinvest Dividends?","Capital Gains?","% Of Account","Security Type"'
)


@pytest.mark.parametrize(
    ("second", "accounts"),
    [("Roth ...456", ["Individual ...123", "Roth ...456"]), ("Individual ...123", ["", ""])],
)
def test_the_same_header_under_another_account_keeps_accounts_apart(
    second: str, accounts: list[str]
) -> None:
    found = read(ALL_ACCOUNTS.format(head=HEAD, second=second).encode(), "positions.csv")
    assert [row.account for row in found.positions] == accounts
    assert [notice.code for notice in found.notices].count("as_of_found") == 1
