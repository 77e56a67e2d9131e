"""triage: always be interviewing.

New mail is fetched read-only (`source`), turned into typed text (`parse`), understood (`understand`: what kind of
message it is, which role it offers, whom to trust) and scored against the user's interests (`score`). A verdict is
made (`decide`), a reply drafted (`draft`), and everything remembered as facts (`store`). A person decides (`review`);
what was approved becomes a threaded draft in the user's own Drafts mailbox (`deliver`). The stages are joined in
`pipeline` and nowhere else. triage cannot send mail.
"""

__version__ = "0.1.0"
