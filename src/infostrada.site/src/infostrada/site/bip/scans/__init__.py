"""Scans in the bulletin: readable renditions beside them, and a word to editors where there is none."""
