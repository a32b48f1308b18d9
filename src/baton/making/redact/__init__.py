"""The redaction gate: text in, `Redacted` out, or nothing at all."""
