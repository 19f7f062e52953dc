"""Plays random sequences on the ledger's service and on the model, and compares their answers."""
