"""Session handoffs for AI coding assistants: memory that persists, in files people own."""

__version__ = "0.1.0"
