"""What exists: administrative units and their vintages, bases to divide by, campaigns that count."""
