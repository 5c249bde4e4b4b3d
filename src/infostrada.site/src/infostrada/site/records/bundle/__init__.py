"""Bundles: records of a unit as JSON Lines with their files and schemas in one archive."""
