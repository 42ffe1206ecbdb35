"""The reports on tasks and execution: what they count, for whom, and how it is shown.

A report is made of what the session's person may read, whatever user a client names, and every number
leads to exactly the tasks behind it.
"""
