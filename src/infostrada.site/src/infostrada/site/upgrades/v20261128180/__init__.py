"""Living editions of the participatory budget: regulation, edition, projects, their workflows and rights."""
