"""Structured registers of the bulletin: each kind is data (fields, key, clock), all share one shape."""
