"""Electronic document circulation (EOD): classification plan, letters, tasks, cases, documents."""
