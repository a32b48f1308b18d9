"""The types of every stage, from transcript to saved handoff. Imports nothing of ours.

    session.py    Session, its events             (reading gives it)
    evidence.py   Evidence                        (making mines it)
    document.py   Handoff, its claims, metadata   (making writes it, everybody reads it)
    saving.py     Draft, Redacted, Reviewed, Saved, Project

Stages are types: what stores text takes `Redacted` or `Reviewed`, so the type checker refuses a
leak. Everything here is immutable and knows nothing of files, formats or git.

They are named tuples, in one module per stage, because a hook's process lives some 40 ms in all:
frozen dataclasses cost 9 ms to import and 0.6 ms each to define, named tuples 0.14 ms each
(docs/decisions/0001-named-tuples.md). Do not compare values of different types: tuples with equal
fields are equal.

Paths are `str`; times are timezone-aware `datetime`; a `record` is the 1-based number of the line
(or row) of the transcript that something rests on.
"""
