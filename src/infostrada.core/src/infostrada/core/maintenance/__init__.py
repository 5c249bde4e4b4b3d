"""What an installation does for itself at night."""
