"""Voting: the count of votes, and the explanation of a finding."""
