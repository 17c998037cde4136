"""What answers rest on: links and files, kept and handed out."""
