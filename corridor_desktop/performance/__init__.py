"""Time-weighted and money-weighted returns (statistics, so doubles)."""
