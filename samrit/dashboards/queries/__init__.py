"""What the screens of the dashboards room read."""
