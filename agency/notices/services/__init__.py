"""What the office and its lawyers do with notices, from the first draft to the post."""

from agency.notices.services.changing import Change, change, withdraw
from agency.notices.services.dispatching import dispatch, send_held
from agency.notices.services.files import (
    file_response,
    letters_response,
    manifest_response,
    message_response,
    picture_response,
    reprint_response,
)
from agency.notices.services.preparing import Choice, prepare
from agency.notices.services.printing import bind, make_batch, post
from agency.notices.services.releasing import refuse, release
from agency.notices.services.rendering import render

__all__ = [
    "Change",
    "Choice",
    "bind",
    "change",
    "dispatch",
    "file_response",
    "letters_response",
    "make_batch",
    "manifest_response",
    "message_response",
    "picture_response",
    "post",
    "prepare",
    "refuse",
    "release",
    "render",
    "reprint_response",
    "send_held",
    "withdraw",
]
