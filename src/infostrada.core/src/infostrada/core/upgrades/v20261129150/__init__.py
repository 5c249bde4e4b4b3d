"""Settings for how long messages, jobs, visits and rows of the access log are kept."""
