"""Filled templates as they come: sheets and their texts."""
