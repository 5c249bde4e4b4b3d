"""The page neighbours support an idea on."""
