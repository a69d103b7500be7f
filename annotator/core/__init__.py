"""The pure heart: records, changes, text and positions, the scheme. No Qt, no SQL, no files."""
