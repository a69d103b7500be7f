"""What reviewers answered to the spans of whoever is at work: its page, the answer at hand, and both as a mode."""
