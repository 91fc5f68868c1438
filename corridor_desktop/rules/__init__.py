"""Limits held against what was measured: findings with states, causes and remedies."""
