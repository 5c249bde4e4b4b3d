"""Feeds and the pages of subscriptions."""
