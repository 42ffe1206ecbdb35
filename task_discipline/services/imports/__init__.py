"""Tasks that another app has kept so far, brought here once."""
