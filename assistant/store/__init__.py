"""The store: SQLite is the truth, Chroma a derived copy of the vectors. Everything goes through `library.Library`."""
