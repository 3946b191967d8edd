"""Submissions: decisions allowed, facts, and state."""
