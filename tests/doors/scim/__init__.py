"""SCIM, spoken by strangers."""
