"""Where people and programs meet baton."""
