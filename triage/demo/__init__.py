"""The whole of triage on a sample mailbox, served by an IMAP server of its own on the loopback interface."""
