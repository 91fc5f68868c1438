"""KOSPI stress: what a bad day in Seoul would cost, how sure that is, what happened before."""
