"""REST services of the parties domain."""
