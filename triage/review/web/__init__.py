"""The review as a page on this machine: Starlette behind a gate that lets only its user in."""
