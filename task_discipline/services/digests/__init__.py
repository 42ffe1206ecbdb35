"""The morning digest: one mail for each person and working day, in place of many."""
