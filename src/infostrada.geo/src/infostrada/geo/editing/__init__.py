"""Features changed one by one: OGC API Features Part 4 (20-002r1). Every change is a new version."""
