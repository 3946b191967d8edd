"""Submissions: what may be decided, what is written of it, and what is remembered."""
