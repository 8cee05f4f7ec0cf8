"""What the design promises about speed, measured side by side: `python -m benchmarks`."""
