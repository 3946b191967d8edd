"""The I/O of workflows: files, the database and the mail server are accessed here, and nowhere else.

Every call is short and may run twice. Activities load and store; decisions are made by the rules.
"""
