"""Tests of the workflows as replayed code: recorded histories, the commands they make, and the rules they follow."""
