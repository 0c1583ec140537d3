"""A real OpenID provider (allauth.idp) for the tests: a Django project of its own, in a process of its own."""
