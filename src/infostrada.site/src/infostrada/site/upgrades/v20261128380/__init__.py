"""Entries of the bulletin may be superseded and archived."""
