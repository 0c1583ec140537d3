"""The whole country over years, made in bulk: what boards, reports and benchmarks are looked at with (docs/demo.md)."""
