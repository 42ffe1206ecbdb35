"""Use cases: load, ask the domain, write, tell people. One file per capability."""
