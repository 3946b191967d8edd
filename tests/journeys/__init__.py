"""Whole stories, on real parts, as the offices live them."""
