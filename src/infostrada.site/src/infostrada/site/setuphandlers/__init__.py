"""What a new site begins with: bundles of structure, and operations played as people would do them."""
