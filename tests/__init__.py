"""The tests, in the order of the packages; `journeys/` holds whole stories on real parts."""
