"""Editions of a unit's participatory budget; so far those that are over, told by their published ballots."""
