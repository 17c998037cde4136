"""What happens in a review that rooms above want to know."""

from django.dispatch import Signal

# With `baseline`, in the transaction in which it was approved on a page.
approved = Signal()
