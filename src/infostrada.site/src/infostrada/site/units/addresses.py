"""The one public URL of every object: which host it lives on, and what a foreign host answers.

Paths here are tuples of ids below the portal; a base is ``scheme://host[:port]`` with no slash
at the end.
"""

from collections.abc import Callable
from urllib.parse import quote
from urllib.parse import urlsplit


def host_of(base: str) -> str:
    """The host name, with its port unless it is the scheme's own, in lower case."""
    parts = urlsplit(base)
    host = (parts.hostname or "").lower()
    default = {"http": 80, "https": 443}.get(parts.scheme)
    return host if parts.port in (None, default) else f"{host}:{parts.port}"


def join(base: str, path: tuple[str, ...]) -> str:
    """The URL of a path under a base."""
    return "/".join([base, *map(quote, path)])


def public_url(
    path: tuple[str, ...],
    *,
    base: str,
    central: str,
    host_of_unit: Callable[[str], str | None],
    on_unit_host: bool,
) -> str | None:
    """The one URL of the object at ``path``; None when the publisher's own answer is right.

    ``base`` is what the visitor used, ``central`` the region's own base (empty when not set). The
    portal itself stays on the visitor's host, because its style sheets and scripts are read from
    there.
    """
    if not path:
        return base if on_unit_host else None
    host = host_of_unit(path[0])
    if host:
        return join(f"{urlsplit(base).scheme}://{host}", path[1:])
    if on_unit_host:
        return join(central or base, path)
    return None


def remainder(segments: list[str], object_id: str) -> list[str]:
    """What follows the object in a requested path: view names and their arguments.

    An object reached by acquisition stands at the last occurrence of its id.
    """
    if object_id not in segments:
        return []
    return segments[len(segments) - segments[::-1].index(object_id) :]
