"""Gatepost's tests: strangers as clients, real servers as peers, and time and randomness that are set."""
