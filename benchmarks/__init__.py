"""What it costs: measured on the embedded stack, in one run, on counts before seconds."""
