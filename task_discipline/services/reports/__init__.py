"""Reports on what people may read: each takes its filters and its reader, and gives what the host shows."""
