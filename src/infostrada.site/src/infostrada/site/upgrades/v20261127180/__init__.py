"""Entries of the bulletin can be planned: a state more in their workflow."""
