"""Loading Plone and the product: what each process does once, and what takes it longest.

Hundreds of thousands of objects are made that stay for the life of the process. Python's collector of cycles would go
through them again and again while they are made (a seventh of the time), and with every full collection later on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import gc


# Allocations between collections of the youngest, collections of these between those of the next, and so on.
SELDOM = (50_000, 20, 100)


@contextmanager
def loading() -> Iterator[None]:
    """Collect seldom; afterwards what was loaded is left out of later collections."""
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
    gc.collect()
    gc.freeze()


def zope(global_config: dict[str, str], zope_conf: str) -> Any:
    """Zope as a WSGI application, for PasteDeploy; as ``egg:Zope#main`` makes it."""
    from Zope2.Startup.run import make_wsgi_app

    with loading():
        return make_wsgi_app(global_config, zope_conf)
