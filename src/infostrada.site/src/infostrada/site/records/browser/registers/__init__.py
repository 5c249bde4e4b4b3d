"""The registers of the records domain: letters, cases, tasks, documents."""
