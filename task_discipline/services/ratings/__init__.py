"""Ratings: how each person did each task, from the history to the stored row and to the words about it."""
