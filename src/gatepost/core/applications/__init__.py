"""Applications that people sign in to through Identity Center, and the token issuers that they may trust."""
