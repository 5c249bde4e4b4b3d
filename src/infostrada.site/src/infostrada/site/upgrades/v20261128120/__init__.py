"""Templates of letters: their type, workflow and right."""
