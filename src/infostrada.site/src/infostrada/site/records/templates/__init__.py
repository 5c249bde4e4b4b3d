"""Templates of letters: office files with fields, filled from a case."""
