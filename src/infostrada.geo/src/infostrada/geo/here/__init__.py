"""What is here: one answer about a place, for the map, for programs and as a printed sheet."""
