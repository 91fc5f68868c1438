"""The door to pyqtgraph, and charts painted by hand."""
