"""The demonstration: a real round of awards carried through the whole system, with what had to be invented said so."""

from pathlib import Path

LAW = Path(__file__).parent / "law"
"""A shortened law, for the demonstration, the measurements and the tests. It does not change when the law does."""
