"""Sittings: rights to act, facts, and state."""
