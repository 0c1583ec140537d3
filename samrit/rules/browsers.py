"""What a browser says of itself (User-Agent), in words that a person knows their own machine by."""

BROWSERS = (
    ("Edg", "Microsoft Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Line/", "LINE"),
    ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip
LONGEST_UNKNOWN = 60


def browser_words(agent: str) -> str:
    """``Chrome · Windows``; what is not known as it says itself, cut. The order matters: many name others beside themselves."""
    found = [next((name for mark, name in known if mark in agent), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, found)) if found[0] else agent.strip()[:LONGEST_UNKNOWN]
