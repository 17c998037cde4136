"""Editions of the maturity model: drafted, compared, previewed, published and retired."""
