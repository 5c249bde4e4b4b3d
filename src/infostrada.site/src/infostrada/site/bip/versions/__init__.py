"""Earlier editions of an entry and what changed between them."""
