"""Dossiers: rights to act, facts, and state."""
