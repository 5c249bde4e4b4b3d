"""When entries appear and disappear by themselves, and what their days mean in law."""
