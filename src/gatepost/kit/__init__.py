"""Small nouns used by everything else; imports nothing of ours."""
