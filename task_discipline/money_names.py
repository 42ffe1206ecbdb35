"""Names of the doctypes that hold fines and rewards, and whose record each is."""

RULE = "TD Discipline Rule"
RULE_VERSION = "TD Discipline Rule Version"
ENTRY = "TD Discipline Entry"
BONUS_BASE = "TD Bonus Base"
STATEMENT = "TD Discipline Statement"

PERSONAL = (ENTRY, STATEMENT, BONUS_BASE)
"""What belongs to one person, named in the field ``user``."""
RULES = (RULE, RULE_VERSION)
"""What everybody with a desk may know: nobody is fined by a secret rule."""
