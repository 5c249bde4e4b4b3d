"""What OGC API describes of itself: landing page, conformance, API document, collections, schemas, pages."""
