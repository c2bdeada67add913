"""The clinician's page: a sheet to fill in by keyboard, and a panel that follows it."""
