"""Workflow code: deterministic, because Temporal replays all of it, possibly years later.

Nothing here may read a clock, draw a random number, open a file or await anything but Temporal.
Decisions are made in `workflows.rules`; side effects are requested through `schemas.ports`.
"""
