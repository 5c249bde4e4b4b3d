"""Residents decide: the participatory budget."""
