"""What the catalogue says to other catalogues: CKAN's actions and DCAT."""
