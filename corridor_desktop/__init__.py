"""Corridor Desktop: what a portfolio hangs on, what a bad day in Seoul costs, which limits hold."""

__version__ = "0.1.0"
APP_ID = "io.github.corridor_desktop.Corridor"
"""The name by which Linux desktops, macOS and the Windows taskbar know the program."""
