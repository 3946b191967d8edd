"""Whole stories, on real parts: each reads as its offices would tell it."""
