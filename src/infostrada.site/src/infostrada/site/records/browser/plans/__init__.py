"""Pages of the classification plans (jednolity rzeczowy wykaz akt)."""
