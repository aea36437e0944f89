"""What makes the vectors: one module per file of vectors, all inputs derived from labels, nothing random."""
