"""REST face of the full-text search."""
