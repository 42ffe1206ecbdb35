"""Real faults at random moments, while people and jobs are at work, and what the site's rows say of it afterwards."""
