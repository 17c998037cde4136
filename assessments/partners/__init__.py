"""What governments give on their own, and the workshop that agrees on one rating."""
