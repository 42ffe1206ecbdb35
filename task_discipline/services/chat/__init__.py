"""Groups in which people talk about work: who is in them, what is said, and what becomes of it."""
