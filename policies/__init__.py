"""The law: one TOML file for each regime, with every value cited, and the corrections to the calendar of working days.

`local/` holds regulations of ministries, provinces and clusters over them. `loading.files` defines the format, and
`catalogue` loads the files; a worker does not start with any other content.
"""
