"""Linked data: what the catalogue says in DCAT-AP 3, written as Turtle, RDF/XML and JSON-LD without a graph in memory."""
