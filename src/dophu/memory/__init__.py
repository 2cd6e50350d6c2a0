"""Memory: a delivery held against the unit's own past, its peers' movement, and former deliveries."""
