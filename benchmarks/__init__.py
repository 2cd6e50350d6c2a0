"""What dophu costs, beside what it replaces."""
