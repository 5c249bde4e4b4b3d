"""The change log of a bulletin as a chain anybody can verify."""
