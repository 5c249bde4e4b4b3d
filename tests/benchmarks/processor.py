"""Processor time of this process and of a private cluster: what a busy machine does not change much."""

from collections.abc import Iterable
from infostrada.core.cluster import Cluster
from pathlib import Path

import os
import time


TICKS = os.sysconf("SC_CLK_TCK")


def spent(cluster: Cluster) -> float:
    """Seconds of this process, the cluster's server and its backends, those that have ended too."""
    return served(cluster) + time.process_time()


def served(cluster: Cluster, programs: Iterable[int] = ()) -> float:
    """Seconds of the cluster's server and its backends, and of other processes by their ids."""
    postmaster = int((cluster.place.data / "postmaster.pid").read_text().split()[0])
    wanted, total = {postmaster, *programs}, 0.0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(entry.name) in wanted or int(fields[1]) == postmaster:
            # User and system time, and that of children that were waited for.
            total += sum(map(int, fields[11:15])) / TICKS
    return total
