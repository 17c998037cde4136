#!/usr/bin/env python3
"""Runs a management command of the portal: see README.md for the list."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maturity.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as fault:
        # What is wrong with the settings, and its fix: a traceback would hide it.
        sys.exit(str(fault))
