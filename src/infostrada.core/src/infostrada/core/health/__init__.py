"""Is the installation well? For monitoring, load balancers and the operator."""
