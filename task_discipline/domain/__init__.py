"""Pure rules of the product: no host, no input or output, and ``now`` is always an argument."""
