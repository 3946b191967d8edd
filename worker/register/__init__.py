"""The command `python -m worker register`: loads and shows the register of bodies."""
