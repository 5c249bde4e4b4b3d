"""Registers of the bulletin: their types, workflow bindings, and lists of their own beside the catalog."""
