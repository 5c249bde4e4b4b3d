"""Pages in the memory of one process: at most so many bytes, the longest unused ones go first."""

from collections import OrderedDict
from dataclasses import dataclass
from dataclasses import field
from threading import Lock


MOST_BYTES = 64_000_000
MOST_PAGE = 1_000_000
# The number of what no change makes old.
ALWAYS = -1


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as it was rendered; `until` is a moment in seconds since 1970 it may not outlive.

    `packed` is the body as gzip, or empty. `visit` is the UID of the object whoever reads it visits, or "". `heads` are
    heads of its answers as they were sent before, by what tells them apart.
    """

    number: int
    until: float
    headers: tuple[tuple[str, str], ...]
    body: bytes
    etag: str
    visit: str = ""
    packed: bytes = b""
    heads: dict[tuple[str, str], bytes] = field(default_factory=dict, compare=False, repr=False)

    @property
    def size(self) -> int:
        """Bytes it takes."""
        return len(self.body) + len(self.packed)


class Store:
    """Pages by their keys."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._pages: OrderedDict[tuple[str, ...], Page] = OrderedDict()
        self._alone = Lock()
        self._bytes, self._most = 0, most

    def get(self, key: tuple[str, ...], number: int, now: float) -> Page | None:
        """The page, if it is of this number or no change makes it old, and its moment has not come."""
        page = self._pages.get(key)
        if page is None or page.number not in (number, ALWAYS) or page.until <= now:
            return None
        with self._alone:
            if key in self._pages:
                self._pages.move_to_end(key)
        return page

    def put(self, key: tuple[str, ...], page: Page) -> None:
        """Keep a page in place of an older one."""
        with self._alone:
            old = self._pages.pop(key, None)
            self._bytes += page.size - (old.size if old else 0)
            self._pages[key] = page
            while self._bytes > self._most:
                _key, gone = self._pages.popitem(last=False)
                self._bytes -= gone.size
