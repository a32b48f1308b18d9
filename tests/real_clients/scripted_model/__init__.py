"""A model that says what a script tells it to: a small server on 127.0.0.1 for the real clients.

    script.py               what the model says, as data
    server.py               the server; records every request
    anthropic_messages.py   the wire protocol of Claude Code; another client adds another module

A client runs its tools for real; the model only ever reacts to their results by order, so a run
is the same every time.
"""
