"""Reading: the nouns, the store, search, figures, answers."""
