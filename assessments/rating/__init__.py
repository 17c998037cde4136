"""The team's answers to statements and results, by form and one by one."""
