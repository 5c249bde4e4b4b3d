"""Text out of attached files, in a process of its own: a file that kills its reader kills nothing else."""
