"""What lies in files of each format, seen and unseen."""
