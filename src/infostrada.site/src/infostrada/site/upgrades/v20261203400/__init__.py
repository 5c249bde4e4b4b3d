"""The data-protection officer of an office reads its access log."""
