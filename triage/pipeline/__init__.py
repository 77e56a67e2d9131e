"""The stages in order; the only folder that knows them all.

`engine` assesses one message (understand → score → decide → draft), `scanning` runs one pass over the accounts,
`delivering` brings decisions to the Drafts mailbox and looks what became of them.
"""
