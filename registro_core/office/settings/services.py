"""Reading what was typed for a setting, and storing what differs from the defaults."""

from collections.abc import Mapping
from datetime import time

from registro_core.db.versions import check_version
from registro_core.items import Setting, SettingType
from registro_core.office.people.services import Office, plain
from registro_core.school.models import School

MAXIMUM_TEXT = 500

Value = int | bool | str


class BadSetting(ValueError):
    """The text is no value of the setting: "number", "range", "time", "choice" or "long"."""


def parse(setting: Setting, text: str) -> Value:
    """Read the text of a form as a value of a setting; raise `BadSetting`."""
    text = text.strip()
    match setting.type:
        case SettingType.BOOLEAN:
            return text == "yes"
        case SettingType.INTEGER:
            return _integer(setting, text)
        case SettingType.TIME:
            return _time(text)
        case SettingType.CHOICE:
            if text not in dict(setting.choices):
                raise BadSetting("choice")
            return text
    if len(text) > MAXIMUM_TEXT:
        raise BadSetting("long")
    return text


def change_settings(
    office: Office, school: School, declared: Mapping[str, Setting], values: Mapping[str, Value], version: int
) -> bool:  # fmt: skip
    """Store the choices that differ from the defaults; raise `Conflict`. Say if any changed.

    What a disabled plugin declared is kept: it counts again when the plugin is back.
    """
    check_version(school, version)
    stored = dict(school.settings)
    before = {name: stored.get(name, declared[name].default) for name in values}
    changed = {name: value for name, value in values.items() if before[name] != value}
    for name, value in changed.items():
        stored[name] = value
        if value == declared[name].default:
            del stored[name]
    school.settings = stored
    if changed:
        was = plain({name: before[name] for name in changed})
        office.record("settings.changed", school, school.id, was, plain(changed))
    return bool(changed)


def _integer(setting: Setting, text: str) -> int:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise BadSetting("number")
    value = int(text)
    low, high = setting.minimum, setting.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        raise BadSetting("range")
    return value


def _time(text: str) -> str:
    try:
        return time.fromisoformat(text).isoformat("minutes")
    except ValueError:
        raise BadSetting("time") from None
