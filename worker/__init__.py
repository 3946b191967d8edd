"""The worker: the one process that runs workflows and activities: its settings, its wiring, its health.

Only this package imports both; it decides nothing about dossiers.
"""
