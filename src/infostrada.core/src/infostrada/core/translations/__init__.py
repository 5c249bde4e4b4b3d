"""Message catalogues read straight from `.po` files, and ones that overrule another package's."""
