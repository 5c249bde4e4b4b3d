"""Public spatial registers: monuments, archaeological sites, protected areas, plans, geodetic documents."""
