"""Names of the doctypes that hold what people say to each other."""

GROUP = "TD Chat Group"
MEMBER = "TD Chat Member"
MESSAGE = "TD Chat Message"

CHAT = (GROUP, MEMBER, MESSAGE)
"""Read by members of a group and nobody else, whatever their roles; written by services only."""
BESIDE = CHAT
"""Beside these lie files, bells and mails; beside a member what was mailed to him alone."""
RECORDS = ("TD Task", "TD Project Link", "TD Team")
"""What a group can be about."""
