"""Plain values that everything else is made of: geometry, colour, chance, units, problems. Knows nothing above it."""
