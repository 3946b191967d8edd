"""The law. One TOML file for each regime, with every value cited, and the corrections to the calendar of working days.

There is no code here. `schemas.policy.Regime` says what a regime's file may hold; a worker refuses to start on another.
"""
