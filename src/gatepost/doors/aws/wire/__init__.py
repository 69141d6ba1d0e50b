"""AWS's wire, once for all services: models, validation, codecs and errors."""
