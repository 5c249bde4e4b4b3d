Plone's pages are complete in Polish: our catalogues overrule Plone's, icons included.
