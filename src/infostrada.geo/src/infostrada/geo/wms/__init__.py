"""WMS 1.1.1 and 1.3.0 at `@@geo/wms`: questions and permissions here, the drawing by MapServer."""
