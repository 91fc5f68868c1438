"""Timeline: crises and milestones over KOSPI and the portfolio, and how KOSPI went around each."""
