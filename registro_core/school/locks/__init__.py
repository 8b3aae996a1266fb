"""Locks: what may no longer be changed, and who may give it free for a while (L7).

Closed terms and the head's unlocks are the school's; how many days back one may write is a
setting of each plugin, which hands it in (`LockRules.lock_days`).
"""
