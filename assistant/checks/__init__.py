"""Checks: do a report's own numbers agree, with each other, with its words, and with the reports of other years?

The rules are data (vocabulary/checks.toml); how each is worked out stands in a function of the module that its name suggests. A finding is graded
矛盾, 待核 or 提示, quotes every side with its place, shows the arithmetic and says how both may still be right. `check.py` is the way in.
"""
