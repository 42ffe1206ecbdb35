"""Templates as people make and read them: what may be saved, what they will do, what came of them."""
