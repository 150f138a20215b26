"""Catalog → findings: the steps of a check, rules and gates."""
