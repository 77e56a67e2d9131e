"""`triage review`: suggestions worked through by keyboard, on a screen or in a plain dialogue."""
