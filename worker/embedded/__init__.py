"""The stack as real processes on one machine: PostgreSQL, Temporal, a mail sink, a worker.

For `make demo`, `make up` and the tests. Everything listens on this machine alone and is stopped by whoever started it.
"""
