"""Partner units, their organisational units, posts, employees and substitutions."""
