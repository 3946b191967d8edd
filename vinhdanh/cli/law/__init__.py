"""`vinhdanh law`: the rules of an award side by side."""
