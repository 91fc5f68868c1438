"""Corridor Desktop: what a portfolio hangs on, what a bad day in Seoul costs, which limits hold."""

__version__ = "0.1.0"
