"""The commission of a vote has a role of its own: whoever manages the edition cannot open its box."""
