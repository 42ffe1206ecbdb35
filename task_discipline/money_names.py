"""Names of the doctypes that hold fines and rewards, and whose record each is."""

RULE = "TD Discipline Rule"
RULE_VERSION = "TD Discipline Rule Version"
ENTRY = "TD Discipline Entry"
BONUS_BASE = "TD Bonus Base"
STATEMENT = "TD Discipline Statement"

PERSONAL = (ENTRY, STATEMENT)
"""What belongs to one person, named in the field ``user``."""
