"""Urgent help as lines of text, for whatever leaves the house without the page around it."""

from flask import current_app

_LINES = (
    "Danger to life: call 999. If you cannot speak, press 55 when asked.",
    "NHS: call 111 and choose the mental health option, day or night.",
    "Samaritans: call 116 123, free, day or night.",
    "Text SHOUT to 85258, free, day or night.",
)


def list_crisis_lines() -> list[str]:
    """The trust's own line comes after 999 where one is set."""
    config = current_app.config
    own = [f"{config['TRUST_CRISIS_NAME']}: call {config['TRUST_CRISIS_LINE']}."]
    return [_LINES[0], *(own if config["TRUST_CRISIS_LINE"] else []), *_LINES[1:]]
