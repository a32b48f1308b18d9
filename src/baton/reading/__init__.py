"""Transcripts in, sessions out: one module per assistant, and the table that lists them."""
