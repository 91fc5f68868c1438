"""Charts: frozen data in, marks out; each has words, a table twin and a way to export it.

The painted ones need Qt alone. Those in ``time_plot`` and its users need pyqtgraph, which is
imported only when the first of them is made.
"""
