"""Official application schemas, installed by the administrator: the product ships none."""
