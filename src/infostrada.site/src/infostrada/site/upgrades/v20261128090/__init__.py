"""Outgoing letters and the lists they are handed over by: types, workflows, kept out of the catalog."""
