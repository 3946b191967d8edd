"""Rules: plain functions over values. No await, no Temporal, no clock; instants and calendars are arguments.

They are under `workflows` because they are replayed with it: the sandbox detects a stray clock here.
"""
