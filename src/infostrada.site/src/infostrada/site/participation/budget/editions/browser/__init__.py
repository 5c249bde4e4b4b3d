"""Pages of a unit's participatory budget."""
