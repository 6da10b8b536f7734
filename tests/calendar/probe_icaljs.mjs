#!/usr/bin/env node
// Reads one .ics file with npm ical.js and prints its events, one JSON object a line.
//
//     npm install --ignore-scripts ical.js@2.2.1       (in some folder DIR)
//     SAMVERKAN_NODE_MODULES=DIR/node_modules node probe_icaljs.mjs FILE.ics
//
// With `--jcal` it prints the file as jCal instead. A file that is jCal already is read as such.
//
// Times are interpreted by the VTIMEZONE in the file. The form of the output is that of the other
// probes here.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

async function parser() {
  const modules = process.env.SAMVERKAN_NODE_MODULES;
  const base = modules ? join(resolve(modules), "..", "x.js") : import.meta.filename;
  const path = createRequire(base).resolve("ical.js");
  const module = await import(pathToFileURL(path));
  return module.default ?? module;
}

function bad(message) {
  throw new Error(message);
}

// RFC 3339 in UTC. The offset is asked of the zone in the file, so this machine's own zone data
// never comes in.
function instant(ICAL, event, name, zones) {
  const uid = event.getFirstPropertyValue("uid");
  const property = event.getFirstProperty(name) ?? bad(`${uid}: no ${name}`);
  const time = property.getFirstValue();
  if (!(time instanceof ICAL.Time) || time.isDate) bad(`${uid}: ${name} is not a time`);
  const tzid = property.getParameter("tzid");
  let offset = 0;
  if (tzid !== undefined) {
    const zone = zones.get(tzid) ?? bad(`${uid}: no VTIMEZONE for ${tzid}`);
    offset = zone.utcOffset(time);
  } else if (time.zone !== ICAL.Timezone.utcTimezone) {
    bad(`${uid}: ${name} is floating`);
  }
  const wall = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);
  return new Date(wall - offset * 1000).toISOString().replace(".000Z", "Z");
}

function events(ICAL, text) {
  const parsed = text.startsWith("[") ? JSON.parse(text) : ICAL.parse(text);
  if (parsed[0] !== "vcalendar") bad("not exactly one VCALENDAR");
  const calendar = new ICAL.Component(parsed);
  const zones = new Map();
  for (const component of calendar.getAllSubcomponents("vtimezone")) {
    const zone = new ICAL.Timezone(component);
    zones.set(zone.tzid, zone);
  }
  return calendar.getAllSubcomponents("vevent").map((event) => ({
    uid: event.getFirstPropertyValue("uid") ?? bad("an event without UID"),
    start: instant(ICAL, event, "dtstart", zones),
    end: instant(ICAL, event, "dtend", zones),
    summary: event.getFirstPropertyValue("summary"),
    location: event.getFirstPropertyValue("location"),
    status: event.getFirstPropertyValue("status"),
    sequence: event.getFirstPropertyValue("sequence") ?? 0,
  }));
}

function order(a, b) {
  return Buffer.compare(Buffer.from(a.start), Buffer.from(b.start))
    || Buffer.compare(Buffer.from(a.uid), Buffer.from(b.uid));
}

const asJcal = process.argv[2] === "--jcal";
const [path, ...more] = process.argv.slice(asJcal ? 3 : 2);
if (path === undefined || more.length > 0) {
  console.error("usage: probe_icaljs.mjs [--jcal] FILE.ics");
  process.exit(2);
}
try {
  const ICAL = await parser();
  // `fatal` refuses what is not UTF-8; a BOM is kept, so that the parser sees it.
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  const lines = asJcal ? [JSON.stringify(ICAL.parse(text)) + "\n"] : events(ICAL, text).sort(order).map((event) => JSON.stringify(event) + "\n");
  process.stdout.write(lines.join(""));
} catch (problem) {
  console.error(`probe_icaljs: ${path}: ${problem.message ?? problem}`);
  process.exitCode = 1;
}
