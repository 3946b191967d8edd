"""Faults: servers and workers killed in the middle of the work, callers who crowd; nothing acknowledged may be lost."""
