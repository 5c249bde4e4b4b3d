"""Exclusion of openness: scope, legal basis, who excluded and in whose interest."""
