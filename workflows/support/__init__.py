"""Temporal support for workflows, without any award's rules."""
