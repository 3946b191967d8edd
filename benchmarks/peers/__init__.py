"""Peers: the same work on other engines, tuned as well as we can, on the same machine in the same run."""
