The demo region has people, classification plans, letters, a bulletin and a scenario.
