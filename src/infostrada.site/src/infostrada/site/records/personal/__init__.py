"""What the office holds about one person, and who has looked at it (RODO art. 15)."""
