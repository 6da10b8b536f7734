/* Reads one .ics file with libical and prints its events, one JSON object a line.
 *
 *     apt-get install libical-dev          (3.0.16 in Debian 12)
 *     cc -std=c11 -Wall -Wextra -O1 -o probe_libical probe_libical.c -lical
 *     ./probe_libical FILE.ics
 *
 * Times are interpreted by the VTIMEZONE in the file. The form of the output is that of the other
 * probes here.
 */

#define _POSIX_C_SOURCE 200809L

#include <libical/ical.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STAMP 24

struct event {
    char start[STAMP], end[STAMP];
    const char *uid, *summary, *location, *status;
    int sequence;
};

static const char *path;

static _Noreturn void bad(const char *uid, const char *message)
{
    fprintf(stderr, "probe_libical: %s: %s%s%s\n", path, uid ? uid : "", uid ? ": " : "", message);
    exit(1);
}

static char *whole_file(void)
{
    FILE *file = fopen(path, "rb");
    if (!file) bad(NULL, "cannot be opened");
    size_t length = 0, room = 1 << 16;
    char *text = malloc(room);
    while (text) {
        length += fread(text + length, 1, room - length - 1, file);
        if (length < room - 1) break;
        room *= 2;
        text = realloc(text, room);
    }
    if (!text) bad(NULL, "out of memory");
    if (ferror(file)) bad(NULL, "cannot be read");
    fclose(file);
    text[length] = '\0';
    if (strlen(text) != length) bad(NULL, "a NUL octet");
    return text;
}

/* RFC 3339 in UTC, by the zone in the file and no other. */
static void instant(icalcomponent *calendar, icalcomponent *event, const char *uid,
                    icalproperty_kind kind, char stamp[STAMP])
{
    icalproperty *property = icalcomponent_get_first_property(event, kind);
    if (!property) bad(uid, "no start or no end");
    struct icaltimetype wall = kind == ICAL_DTSTART_PROPERTY ? icalproperty_get_dtstart(property)
                                                             : icalproperty_get_dtend(property);
    if (icaltime_is_null_time(wall) || wall.is_date) bad(uid, "not a time");
    icalparameter *parameter = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    icaltimezone *zone = icaltimezone_get_utc_timezone();
    if (parameter) {
        zone = icalcomponent_get_timezone(calendar, icalparameter_get_tzid(parameter));
        if (!zone) bad(uid, "no VTIMEZONE for its zone");
    } else if (!icaltime_is_utc(wall)) {
        bad(uid, "floating time");
    }
    time_t seconds = icaltime_as_timet_with_zone(wall, zone);
    struct tm utc;
    if (!gmtime_r(&seconds, &utc) || !strftime(stamp, STAMP, "%Y-%m-%dT%H:%M:%SZ", &utc))
        bad(uid, "time out of range");
}

/* The decoded text of a property, or NULL if the event has none. */
static const char *text_of(icalcomponent *event, icalproperty_kind kind)
{
    icalproperty *property = icalcomponent_get_first_property(event, kind);
    if (!property) return NULL;
    icalvalue *value = icalproperty_get_value(property);
    return value ? icalvalue_get_text(value) : NULL;
}

static const char *status_of(icalcomponent *event)
{
    icalproperty *property = icalcomponent_get_first_property(event, ICAL_STATUS_PROPERTY);
    return property ? icalproperty_get_value_as_string(property) : NULL;
}

static int order(const void *left, const void *right)
{
    const struct event *a = left, *b = right;
    int by_start = strcmp(a->start, b->start);
    return by_start ? by_start : strcmp(a->uid, b->uid);
}

/* A JSON string as JSON.stringify writes it; UTF-8 goes through as it is. */
static void json(const char *text)
{
    static const char letters[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    if (!text) {
        fputs("null", stdout);
        return;
    }
    putchar('"');
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c == '"' || *c == '\\') printf("\\%c", *c);
        else if (*c >= 0x20) putchar(*c);
        else if (*c < sizeof letters && letters[*c]) printf("\\%c", letters[*c]);
        else printf("\\u%04x", *c);
    }
    putchar('"');
}

static void print(const struct event *event)
{
    fputs("{\"uid\":", stdout);
    json(event->uid);
    printf(",\"start\":\"%s\",\"end\":\"%s\",\"summary\":", event->start, event->end);
    json(event->summary);
    fputs(",\"location\":", stdout);
    json(event->location);
    fputs(",\"status\":", stdout);
    json(event->status);
    printf(",\"sequence\":%d}\n", event->sequence);
}

/* libical keeps what it could not read as X-LIC-ERROR and goes on; here that is a bad file. */
static icalcomponent *read_calendar(void)
{
    char *text = whole_file();
    icalcomponent *calendar = icalparser_parse_string(text);
    /* The parser closes what a cut file leaves open, so the end is looked for here. */
    const char *end = strstr(text, "\r\nEND:VCALENDAR\r\n");
    if (!calendar || icalcomponent_isa(calendar) != ICAL_VCALENDAR_COMPONENT)
        bad(NULL, "not exactly one VCALENDAR");
    if (!end || strcmp(end, "\r\nEND:VCALENDAR\r\n") != 0) bad(NULL, "does not end with END:VCALENDAR");
    if (icalcomponent_count_errors(calendar) > 0) bad(NULL, "libical found errors in it");
    free(text);
    return calendar;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: probe_libical FILE.ics\n", stderr);
        return 2;
    }
    path = argv[1];
    icalcomponent *calendar = read_calendar();
    int count = icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT);
    struct event *events = calloc((size_t)count + 1, sizeof *events);
    if (!events) bad(NULL, "out of memory");

    struct event *next = events;
    for (icalcomponent *c = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); c;
         c = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT), next++) {
        next->uid = text_of(c, ICAL_UID_PROPERTY);
        if (!next->uid) bad(NULL, "an event without UID");
        instant(calendar, c, next->uid, ICAL_DTSTART_PROPERTY, next->start);
        instant(calendar, c, next->uid, ICAL_DTEND_PROPERTY, next->end);
        next->summary = text_of(c, ICAL_SUMMARY_PROPERTY);
        next->location = text_of(c, ICAL_LOCATION_PROPERTY);
        next->status = status_of(c);
        icalproperty *sequence = icalcomponent_get_first_property(c, ICAL_SEQUENCE_PROPERTY);
        next->sequence = sequence ? icalproperty_get_sequence(sequence) : 0;
    }
    qsort(events, (size_t)count, sizeof *events, order);
    for (int i = 0; i < count; i++) print(&events[i]);

    free(events);
    icalcomponent_free(calendar);
    return fflush(stdout) == 0 ? 0 : 1;
}
