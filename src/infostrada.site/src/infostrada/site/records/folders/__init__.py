"""Folders (teczki aktowe) of papers: one class of a unit, of one year or of several, in volumes, handed over as a whole."""
