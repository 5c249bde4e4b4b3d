"""What a published notice means for the case it was made from, and the proof that it hung there."""
