"""Geoportals stand in the navigation of their place."""
