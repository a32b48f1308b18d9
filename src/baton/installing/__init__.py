"""Putting baton into an assistant's settings, and taking it out again."""
