"""What benchmarks/table is made of."""
