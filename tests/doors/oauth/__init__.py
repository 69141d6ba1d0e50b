"""OAuth as programs and browsers meet it: what they may rely on, and what nobody gets away with."""
