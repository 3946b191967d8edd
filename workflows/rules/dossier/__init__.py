"""Dossiers: who may do what, what is written of it, and what is remembered."""
