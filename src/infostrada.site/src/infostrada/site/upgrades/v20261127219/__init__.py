"""The participatory budget of a unit and its editions that are over: types, workflows, who manages them."""
