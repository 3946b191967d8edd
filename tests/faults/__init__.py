"""Faults: servers and workers killed at work, many callers at once; no acknowledged act may be lost."""
