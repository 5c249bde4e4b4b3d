"""Participatory budgets of all units together: what was won, contracted and paid."""
