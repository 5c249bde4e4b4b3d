"""CQL2 (OGC 21-065r2): filters read as text or JSON, bounded, and compiled to bound SQL of our own."""
