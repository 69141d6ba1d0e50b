"""SAML 2.0 messages: read with limits, built, signed and verified. No business: who may do what is the core's."""
