"""Golden replies: invented mails and the drafts they get, one pair a file, in tests/replies/<language>/.

`python -m tests.replies` prints the pairs for a reader, `--update` reads the mails and drafts the replies anew: look at
the diff before it is committed.
"""
