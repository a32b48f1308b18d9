"""Questions to the project's memory."""
