"""The sample corpus: six fictional bodies of one fictional city, two years each. `python -m tests.samples` writes corpus/ and its questions anew.

One truth (bodies.py, accounts.py) is printed by the forms (evaluation*.py, settlement*.py) and judged by tests/test_samples.py.
"""
