"""The pages, as people see them on a desktop and on a phone."""
