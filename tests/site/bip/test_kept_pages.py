"""Pages stay in memory while nothing happens: a worker that finds nothing to do is no change."""

from infostrada.core.jobs.runner import run_next
from infostrada.core.outbox.delivery import deliver_next
from infostrada.core.pagecache.generation import shared
from infostrada.core.search import scans
from infostrada.core.search.attached import Step
from infostrada.core.worker.cli import _tidy


def test_a_worker_with_nothing_to_do_leaves_kept_pages(served, monkeypatch):
    monkeypatch.setattr(scans, "available", lambda: True)
    # The process of the tests keeps its priority.
    monkeypatch.setattr(Step, "_go_behind", lambda self: None)
    for step in (deliver_next, run_next, Step(), _tidy):
        # What is due is done first.
        for _n in range(50):
            if not step():
                break
        before = shared().number
        step()
        assert shared().number == before, step
