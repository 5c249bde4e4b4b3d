"""Records whose title stands in no list while their case holds special categories of data."""

from infostrada.core.hints import hints_for_readers_only


# In Polish, as everything the registers say: it stands in the row in place of the title.
RESTRICTED = "Treść zastrzeżona"


@hints_for_readers_only
class Sealable:
    """Lists and indexes ask for the title by `Title`; whoever opens the record sees the attribute `title`."""

    sealed: bool = False
    title: str

    def Title(self) -> str:
        """What the index, breadcrumbs and searches call the record."""
        return RESTRICTED if self.sealed else (self.title or "")
