"""The worker process: delivers the outbox, runs jobs, seals the journal."""
