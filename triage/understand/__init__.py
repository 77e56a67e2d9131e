"""Message → Opportunity: what kind of mail it is, what role it offers, and whom to trust (no network, no database)."""
