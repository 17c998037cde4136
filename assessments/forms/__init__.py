"""What people type. A form reads and checks; it never writes (`assessments.actions` do)."""
