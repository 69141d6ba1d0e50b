"""The peers that tests talk to, each a real program that a fixture starts and ends."""
