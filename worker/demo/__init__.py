"""The demonstration: a real round of awards carried through the whole system, with invented parts marked as such."""

from pathlib import Path

LAW = Path(__file__).parent / "law"
"""A shortened law, for the demonstration, the measurements and the tests. It does not change when the law does."""
