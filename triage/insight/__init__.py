"""What the history says: what-if tuning, quality figures, plots. Plain values in, plain values out."""
