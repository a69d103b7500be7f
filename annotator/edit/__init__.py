"""The verbs. Each computes a change set (or a plan of one); none writes."""
