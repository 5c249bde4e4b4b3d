"""REST services of the units domain."""
