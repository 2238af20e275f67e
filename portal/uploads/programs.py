"""What is a program, by its first bytes or by its name."""

import re

STARTS = (
    b"\x7fELF",  # Linux
    b"\xfe\xed\xfa\xce",  # macOS
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",  # Java, macOS
    b"\0asm",  # WebAssembly
    b"#!",  # scripts
    b"<?php",
    b"dex\n",  # Android
    b"L\0\0\0\x01\x14\x02\0",  # a Windows shortcut
)
WINDOWS = re.compile(rb"MZ(?:.{0,62}[\0-\x08\x0e-\x1f]|.{0,61}$)", re.DOTALL)
"""The first 64 bytes of a Windows program are never all text, as a table that begins so is."""
ENDINGS = frozenset(
    {"apk", "app", "bat", "cmd", "com", "cpl", "dll", "docm", "elf", "exe", "gadget", "hta", "inf"}
    | {"iso", "jar", "js", "jse", "lnk", "msc", "msi", "msp", "pif", "pptm", "ps1", "psm1", "reg"}
    | {"scr", "sct", "sh", "sys", "url", "vb", "vbe", "vbs", "wsf", "wsh", "xlam", "xlsm", "xll"}
)


def is_program(head: bytes, *names: str) -> bool:
    """Whether a file with these first bytes, or one of these names, could be run."""
    return bool(head.startswith(STARTS) or WINDOWS.match(head)) or any(
        name.rstrip(" .\0").rpartition(".")[2].lower() in ENDINGS for name in names if "." in name
    )
