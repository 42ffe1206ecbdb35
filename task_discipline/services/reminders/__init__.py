"""Reminders: what is planned for each task, and how it reaches people once, at a decent hour."""
