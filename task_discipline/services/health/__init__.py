"""How the system is doing: checks that say what is wrong and what to do, for people and for monitoring."""
