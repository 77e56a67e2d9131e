"""Our own IMAP client: small, bounded, pipelined, and read-only but for drafts (docs/decisions: why not imapclient)."""
