"""Shared types: frozen values, identifiers, enumerations, messages and ports used by every other package.

Nothing here imports another package of this project, reads a clock or decides anything.
"""
