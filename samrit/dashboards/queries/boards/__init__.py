"""What the boards (ภาพรวม) read: scores of provinces, years and KPIs, and how far reporting is.

Each function is given the scores that its reader may see, so that the public pages and those of people at work share them.
"""
