"""The command line, `vinhdanh`."""
