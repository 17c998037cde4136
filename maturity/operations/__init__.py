"""What keeps the portal running: logs, health, jobs, mail, backup."""
