"""WMTS 1.0.0 at `@@geo/wmts`: questions, permission and tiles here, the drawing by MapServer."""
