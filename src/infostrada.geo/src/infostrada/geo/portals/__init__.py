"""Geoportals and groups of layers: what a map shows, in which order, with which tools."""
