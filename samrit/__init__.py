"""สัมฤทธิ์ – open software for Thai government performance evaluation."""

__version__ = "0.1.0"
