"""The whitelisted doors: typed, guarded, POST where they write, a few lines each."""
