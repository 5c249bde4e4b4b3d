"""Outside map services through our own server: allowed hosts only, with time limits and a cache."""
