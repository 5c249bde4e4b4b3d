"""Long work in batches: resumable, with progress, cancellable."""

from infostrada.core.jobs.rows import enqueue


__all__ = ["enqueue"]
