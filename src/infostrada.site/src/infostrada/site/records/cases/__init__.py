"""Cases: the lawful sign, the case list, the state machine from start to final end."""
