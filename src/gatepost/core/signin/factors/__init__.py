"""Second factors: what each is, how it is registered, and how it is proven. A file for each kind."""
