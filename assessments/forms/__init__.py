"""What people type. A form reads and checks; it never writes (that is for `assessments.actions`)."""
