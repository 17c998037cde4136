"""Telling people: mail in their language, reminders, and the places that mail leads to."""
