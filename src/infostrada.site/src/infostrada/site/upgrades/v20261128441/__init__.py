"""Transfer to the state archive, bundles of records, the role of the data-protection officer."""
