"""The names. Frozen values, identifiers, enumerations, messages and ports that every other package speaks.

Nothing here imports another package of this project, reads a clock or decides anything.
"""
