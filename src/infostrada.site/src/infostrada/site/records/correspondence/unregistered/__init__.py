"""Messages of e-mail that need no registering: who said so, when and why; the message itself for as long as the office keeps it."""
