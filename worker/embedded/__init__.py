"""The stack as real processes on one machine: PostgreSQL, Temporal, a mail sink, a worker.

For `make demo`, `make up` and the tests. Everything listens on this machine only; the process that starts it stops it.
"""
