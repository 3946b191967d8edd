"""Benchmarks: costs measured on the embedded stack, in one run, counts before seconds."""
