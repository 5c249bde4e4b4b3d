"""The work desk: pages with forms and register tables, the base of every domain's screens for clerks."""
