"""HTTP plumbing without business: limits, cookies, CSRF, headers, pages."""
