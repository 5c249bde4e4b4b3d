"""The feature store: versioned map features in PostGIS, keyed by (layer, namespace, local id)."""
