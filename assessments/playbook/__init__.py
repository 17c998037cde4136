"""The playbook: plays of the secretariat, and what initiatives show that they followed."""
