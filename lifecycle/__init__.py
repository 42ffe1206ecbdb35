"""What a site holds at the turns of its life: installed, migrated, upgraded, restored, uninstalled; compared row by row.

Knows nothing of the app's code, for it looks at sites of older versions too.
"""
