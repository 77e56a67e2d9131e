"""What the user's own decisions teach: labels, the fit towards the prior, and tastes as lines of configuration."""
