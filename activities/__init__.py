"""The touching half. Whatever reads a file, a database or a mail server stands here, and nowhere else.

Everything is short and may run twice. Activities fetch and keep; what follows from it is decided by the rules.
"""
