"""Pages of the types of cases."""
