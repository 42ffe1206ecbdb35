"""Mails to people who were away from the chat: what was said to them, once, and only while they work."""
