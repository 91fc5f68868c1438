"""The verbs: import a statement, refresh prices, tag a holding, review, report."""
