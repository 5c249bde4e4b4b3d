"""The rights to act on cases, as Zope knows them."""

OPEN = "infostrada.site: Open cases"
WORK_ON = "infostrada.site: Work on cases"
CLOSE = "infostrada.site: Close cases"
REOPEN = "infostrada.site: Reopen cases"
