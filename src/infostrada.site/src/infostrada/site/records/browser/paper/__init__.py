"""Pages of paper and e-mail: register a message, the paper of a letter, what lies outside the system."""
