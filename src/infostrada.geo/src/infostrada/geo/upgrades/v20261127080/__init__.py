"""Geoportals and groups of layers become types of their own."""
