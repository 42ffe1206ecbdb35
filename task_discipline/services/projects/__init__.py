"""Tasks put together: who sees them, how far they are, and what stands in the way."""
