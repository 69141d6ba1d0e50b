"""CloudTrail-shaped events: recorded, looked up, delivered."""
