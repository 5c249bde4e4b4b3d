"""Types of cases: their type and workflow."""
