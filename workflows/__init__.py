"""The deterministic half: what waits. Everything in this package is replayed, years later, line by line.

Nothing here may read a clock, draw a random number, open a file or await anything but Temporal.
What is decided stands in `workflows.rules`; what is touched is asked for through `schemas.ports`.
"""
