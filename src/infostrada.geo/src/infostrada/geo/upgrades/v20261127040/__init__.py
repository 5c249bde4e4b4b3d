"""Who may import map data, and who may import what registers say of persons."""
