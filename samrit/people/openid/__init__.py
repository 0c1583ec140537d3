"""Signing in by OpenID Connect: providers of the settings, what is asked of them, what their answer proves (docs/signing-in.md)."""
