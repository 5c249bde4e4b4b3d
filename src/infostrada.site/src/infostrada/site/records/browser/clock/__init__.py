"""Pages of terms: the clock of one case and the supervision of all."""
