"""Tile grids and vector tiles cut from the feature store."""
