"""Pages of a living edition."""
