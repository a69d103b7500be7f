"""The only SQL: opening, checking, reading and writing a project file."""
