#!/usr/bin/env python3
"""Reads one .ics file with PyPI icalendar and prints its events, one JSON object a line.

    pip install icalendar==7.3.0
    python probe_icalendar.py FILE.ics

Times are what icalendar makes of them: it takes the zone by its IANA name from the zone database
of Python, not from the file. The form of the output is that of the other probes here.
"""

import json
import sys
from datetime import datetime, timezone

import icalendar

VERSION = "7.3.0"


class Bad(Exception):
    """The file is not what a feed should be."""


def instant(event, name, zones):
    prop = event.get(name)
    if prop is None:
        raise Bad(f"{event.get('UID')}: no {name}")
    time = prop.dt
    if not isinstance(time, datetime):
        raise Bad(f"{event.get('UID')}: {name} is a date")
    if time.tzinfo is None:
        raise Bad(f"{event.get('UID')}: {name} is floating")
    zone = prop.params.get("TZID")
    if zone is not None and zone != "UTC" and zone not in zones:
        raise Bad(f"{event.get('UID')}: no VTIMEZONE for {zone}")
    return time.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def text(event, name):
    value = event.get(name)
    return None if value is None else str(value)


def events(path):
    with open(path, "rb") as file:
        calendars = icalendar.Calendar.from_ical(file.read(), multiple=True)
    if len(calendars) != 1 or calendars[0].name != "VCALENDAR":
        raise Bad("not exactly one VCALENDAR")
    calendar = calendars[0]
    zones = {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")}
    for component in calendar.walk():
        if component.errors:
            raise Bad(f"{component.name}: {component.errors}")
    for event in calendar.walk("VEVENT"):
        if text(event, "UID") is None:
            raise Bad("an event without UID")
        yield {
            "uid": text(event, "UID"),
            "start": instant(event, "DTSTART", zones),
            "end": instant(event, "DTEND", zones),
            "summary": text(event, "SUMMARY"),
            "location": text(event, "LOCATION"),
            "status": text(event, "STATUS"),
            "sequence": int(event.get("SEQUENCE", 0)),
        }


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: probe_icalendar.py FILE.ics")
    if icalendar.__version__ != VERSION:
        print(f"probe_icalendar: written for icalendar {VERSION}, this is {icalendar.__version__}", file=sys.stderr)
    try:
        found = sorted(events(sys.argv[1]), key=lambda event: (event["start"], event["uid"]))
    except (Bad, ValueError, OSError, KeyError, IndexError) as problem:
        sys.exit(f"probe_icalendar: {sys.argv[1]}: {problem!r}")
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    for event in found:
        print(json.dumps(event, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
