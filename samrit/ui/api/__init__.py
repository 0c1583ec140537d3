"""What every answer of the API is made of; knows no table."""
