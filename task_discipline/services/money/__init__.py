"""Fines and rewards: rules, entries that follow from them, and each person's month."""
