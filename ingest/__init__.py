"""Filling: files -> values -> the store."""
