"""The office's uniform classification plan (JRWA), one version per period of validity."""
