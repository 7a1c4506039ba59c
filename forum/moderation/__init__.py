"""The acts of a moderator, the checks on new posts, and the log of both. Nobody else changes a status."""

from forum.moderation.admitting import admit, readmit, withdraw
from forum.moderation.akismet import ask
from forum.moderation.appeals import appeal, deny, grant
from forum.moderation.checks.attempt import Sending
from forum.moderation.closing import (
    hold_all,
    hold_none,
    lock_branch,
    lock_thread,
    pin,
    pin_thread,
    unlock_branch,
    unlock_thread,
    unpin,
    unpin_thread,
)
from forum.moderation.flags import flag
from forum.moderation.flags import withdraw as withdraw_flag
from forum.moderation.log import Seen
from forum.moderation.members import ban, last_entry, lift, put_on_hold, remove_all, silence, warn
from forum.moderation.merging import merge
from forum.moderation.moving import move
from forum.moderation.posts import approve, erase, keep, remove, restore, return_to_author
from forum.moderation.refusal import NotPossible, Refused
from forum.moderation.renaming import as_seen, rename
from forum.moderation.splitting import split
from forum.moderation.undoing import can_undo, undo

__all__ = [
    "NotPossible",
    "Refused",
    "Seen",
    "Sending",
    "admit",
    "appeal",
    "approve",
    "as_seen",
    "ask",
    "ban",
    "can_undo",
    "deny",
    "erase",
    "flag",
    "grant",
    "hold_all",
    "hold_none",
    "keep",
    "last_entry",
    "lift",
    "lock_branch",
    "lock_thread",
    "merge",
    "move",
    "pin",
    "pin_thread",
    "put_on_hold",
    "readmit",
    "remove",
    "remove_all",
    "rename",
    "restore",
    "return_to_author",
    "silence",
    "split",
    "undo",
    "unlock_branch",
    "unlock_thread",
    "unpin",
    "unpin_thread",
    "warn",
    "withdraw",
    "withdraw_flag",
]
