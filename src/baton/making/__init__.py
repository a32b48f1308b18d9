"""From a session to a draft: evidence, writers, redaction, verification, review."""
