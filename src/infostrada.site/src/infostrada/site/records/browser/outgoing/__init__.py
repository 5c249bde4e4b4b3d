"""Pages of outgoing letters: the RPWych, a letter, sending, dispatch lists."""
