"""What a person's day holds: overdue, due today, next, waiting for his judgement, and what he set that is late."""
