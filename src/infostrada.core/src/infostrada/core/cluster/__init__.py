"""The private PostgreSQL + PostGIS cluster that runs when no outside server is named."""

from infostrada.core.cluster.control import Cluster
from infostrada.core.cluster.control import ClusterError


__all__ = ["Cluster", "ClusterError"]
