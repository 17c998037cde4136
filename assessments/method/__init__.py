"""The method: pure rules over plain values, without a database."""
