"""How features are drawn: rules without code, read alike by the map, the print and the legend."""
