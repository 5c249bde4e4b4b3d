"""Turn an installation's settings into running processes: Zope, worker, proxy."""
