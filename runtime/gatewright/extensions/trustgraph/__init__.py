"""What only TrustGraph needs."""
