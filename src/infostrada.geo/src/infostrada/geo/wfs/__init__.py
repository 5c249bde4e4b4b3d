"""WFS 2.0 (09-025r2) as a thin layer over the statements of the feature store."""
