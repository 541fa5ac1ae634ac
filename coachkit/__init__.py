"""Practise the coaching conversation before you have it."""
