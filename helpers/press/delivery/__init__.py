"""Delivery: who gets which files, as drafts that a mail program opens, as zip files, or by mail.

Knows files, recipients and quarters; nothing of scores. What a letter says of a briefing is the briefing's own summary.
"""
