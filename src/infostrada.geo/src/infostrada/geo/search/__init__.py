"""Records by place in Plone's own searches: the catalog query `geo`, answered by SQL."""
