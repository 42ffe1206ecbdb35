"""What a site needs before people rely on it: how each thing stands, and what mends it."""
