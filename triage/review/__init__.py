"""A person decides: one engine of actions under every screen and command, so that they cannot drift apart."""
