"""The archive: states of a case after its end, lists of handover and destruction, their rights."""
