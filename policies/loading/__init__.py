"""Reads the files of the law, and says what is wrong with them."""
