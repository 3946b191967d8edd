"""The law. One TOML file for each regime, with every value cited, and the corrections to the calendar of working days.

`local/` holds regulations of ministries and provinces over them. `files` says what a file may hold, and `books` reads
them; a worker refuses to start on anything else.
"""
