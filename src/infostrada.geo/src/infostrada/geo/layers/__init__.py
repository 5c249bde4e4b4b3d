"""Map layers: ordinary content with a workflow, whose features stand in PostGIS."""
