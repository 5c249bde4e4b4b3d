"""Records are found by place in searches and collections."""
