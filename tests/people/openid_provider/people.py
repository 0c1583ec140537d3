"""Who has an account at the provider: name → what its tokens say besides."""

SECRET = "of-the-client-for-a-test"  # noqa: S105
PASSWORD = "at the provider"  # noqa: S105
OURS, ANOTHERS = "samrit", "another"  # clients
CLAIMS: dict[str, dict[str, object]] = {
    "officer": {"pid": "1101700230708", "acr": "high"},
    "somebody": {"pid": "3101201234569"},
}
