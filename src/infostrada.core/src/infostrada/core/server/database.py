"""The one database as the runner sees it: reachable, migrated, holding a site or not."""

from collections.abc import Iterator
from contextlib import contextmanager
from infostrada.core.cluster import Cluster
from infostrada.core.config import ConfigError
from infostrada.core.config import Settings
from typing import Any

import psycopg


def ready(settings: Settings) -> Iterator[str]:
    """Start or reach the database and bring its tables up to date."""
    if settings.private:
        cluster = Cluster(settings.var)
        yield (
            "Starting the private PostgreSQL cluster"
            if cluster.exists()
            else "Making a private PostgreSQL cluster"
        )
        cluster.start()
        if cluster.place.moved:
            yield f"The database lies in {cluster.place.data}: {cluster.place.moved}"
    else:
        yield "Reaching the database named in INFOSTRADA_DSN"
        reach(settings.conninfo)
    from infostrada.core.sql import migrate

    for revision in migrate(settings.conninfo):
        yield f"Database revision {revision}"


def reach(conninfo: str) -> None:
    """Check that the server answers and has PostGIS; raises `ConfigError` without the password."""
    try:
        with psycopg.connect(conninfo, autocommit=True, connect_timeout=5) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    except psycopg.OperationalError as error:
        raise ConfigError(f"INFOSTRADA_DSN: the server does not answer: {_line(error)}") from error
    except psycopg.Error as error:
        raise ConfigError(f"INFOSTRADA_DSN: PostGIS cannot be switched on: {_line(error)}") from error


def has_site(settings: Settings) -> bool:
    """Does the database hold the configured Plone site?"""
    with application(settings) as root:
        return root is not None and settings.site in root.objectIds()


def applied_profiles(settings: Settings) -> dict[str, str]:
    """GenericSetup profiles applied to the site, with their versions; none without a site."""
    with application(settings) as root:
        if root is None or settings.site not in root.objectIds():
            return {}
        versions = getattr(root, settings.site).portal_setup._profile_upgrade_versions
        return {profile: ".".join(version) for profile, version in versions.items()}


def empty(conninfo: str) -> None:
    """Drop everything the product keeps in a database named by a DSN."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        for schema in ("core", "geo", "site", "public"):
            connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        connection.execute("CREATE SCHEMA public")
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")


@contextmanager
def application(settings: Settings) -> Iterator[Any]:
    """The root of the objects without Zope around it, None in a database without objects."""
    import transaction
    import ZODB

    with psycopg.connect(settings.conninfo, connect_timeout=5) as connection:
        row = connection.execute("SELECT to_regclass('object_state')").fetchone()
    if row is None or row[0] is None:
        yield None
        return
    db = ZODB.DB(_storage(settings))
    try:
        yield db.open(transaction.TransactionManager()).root().get("Application")
    finally:
        db.close()


def _storage(settings: Settings) -> object:
    from relstorage.adapters.postgresql import PostgreSQLAdapter
    from relstorage.options import Options
    from relstorage.storage import RelStorage

    options = Options(keep_history=False, driver="psycopg2", cache_local_mb=1)
    adapter = PostgreSQLAdapter(dsn=settings.conninfo, options=options)
    return RelStorage(adapter, options=options, create=False)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
