"""Qt: draws reviews, issues verbs."""
