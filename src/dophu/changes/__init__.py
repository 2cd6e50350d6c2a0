"""What changed between two editions, for whoever has to agree to the later one."""
