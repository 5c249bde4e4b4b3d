"""Webhooks: programs outside are told of events of an office's records, through the outbox."""
