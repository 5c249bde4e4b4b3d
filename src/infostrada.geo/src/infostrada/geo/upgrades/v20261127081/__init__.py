"""Spatial registers and documents of the geodetic resource become types of their own."""
