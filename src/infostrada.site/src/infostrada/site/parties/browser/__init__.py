"""Screens of the parties domain."""
