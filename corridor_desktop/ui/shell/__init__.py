"""The frame: rail, header, status strip, menus; navigation only."""
