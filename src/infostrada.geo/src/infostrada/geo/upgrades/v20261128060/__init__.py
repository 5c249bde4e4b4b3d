"""Pages may show a geoportal below their text."""
