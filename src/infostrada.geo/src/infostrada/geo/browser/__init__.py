"""The map in pages."""
