"""Bringing map data in: read, check, compare with the store, apply; as a job with a kept report."""
