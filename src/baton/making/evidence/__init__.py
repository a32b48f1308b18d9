"""Mining facts from a session and from git."""
