"""Loads the files of the law, and reports their mistakes."""
