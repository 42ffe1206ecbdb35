"""Makes the tasks that templates ask for: in bulk, each occurrence once, whatever is killed on the way."""
