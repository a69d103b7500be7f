"""Speed, always as a ratio to the bare thing on the same data in the same run; see ``python -m tests.benchmarks``."""
