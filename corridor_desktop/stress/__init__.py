"""How holdings and the portfolio move with KOSPI, and what a shock would cost."""
