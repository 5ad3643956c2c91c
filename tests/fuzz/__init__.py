"""Damaged files by the thousand, run by hand: `python -m tests.fuzz.run` and `python -m tests.fuzz.guided`."""
