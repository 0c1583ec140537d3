"""The demo: three provinces told through the real actions, with fictitious people (docs/demo.md)."""
