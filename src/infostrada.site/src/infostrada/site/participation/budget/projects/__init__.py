"""A resident's project from the idea to the last paid invoice."""
