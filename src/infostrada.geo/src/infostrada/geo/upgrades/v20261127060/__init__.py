"""Who may change features one by one has a permission."""
