"""Screens of the units domain."""
