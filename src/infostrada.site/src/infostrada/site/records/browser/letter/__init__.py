"""Pages of a letter: its registration and the letter itself."""
