"""From the final end of a case to the archive: retention, handover, packages, destruction."""
