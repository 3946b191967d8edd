"""The worker: the one process that runs workflows and activities: its settings, its wiring, its health.

Only this package knows both halves; it decides nothing about dossiers.
"""
