"""What decides: plain functions over values. No await, no Temporal, no clock; instants and calendars are arguments.

They stand under `workflows` because they are replayed with it: the sandbox would catch a stray clock here.
"""
