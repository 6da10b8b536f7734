//! Another writer of the same calendar: the `ics` crate builds it, and its lines are folded anew,
//! because it folds continuations at 76 octets. Ours must write the same octets.

use ics::{
    Daylight, Event, ICalendar, Standard, TimeZone,
    components::{Parameter, Property},
    properties::{
        CalScale, Conference, Created, Description, LastModified, Location, Name, RRule,
        RefreshInterval, Sequence, Status, Summary, Transp, TzName, URL,
    },
};
use jiff::Timestamp;
use samverkan_domain::{
    calendar::{
        FeedView, PRODID, REFRESH, SessionView, Standing,
        content_lines::unfolded,
        text,
        wall_time::{WallTime, ZONE},
        zone::by_rules,
    },
    person::Language,
};

/// What the crate makes of a feed, folded at 75 octets.
pub(crate) fn written(feed: &FeedView, now: Timestamp) -> String {
    let mut calendar = ICalendar::new("2.0", PRODID);
    calendar.push(CalScale::default());
    calendar.push(Name::new(escaped(&feed.name)));
    calendar.push(Property::new("X-WR-CALNAME", escaped(&feed.name)));
    calendar.push(Property::new("X-WR-TIMEZONE", ZONE));
    calendar.push(RefreshInterval::new(REFRESH));
    calendar.push(Property::new("X-PUBLISHED-TTL", REFRESH));
    calendar.add_timezone(zone());
    for session in feed.shown(now) {
        calendar.add_event(event(session, feed.language));
    }
    let lines = unfolded(&calendar.to_string());
    lines
        .split_terminator("\r\n")
        .map(folded)
        .collect::<Vec<_>>()
        .concat()
}

fn folded(line: &str) -> String {
    let (mut folded, mut octets) = (String::new(), 0);
    for c in line.chars() {
        if octets + c.len_utf8() > 75 {
            folded.push_str("\r\n ");
            octets = 1;
        }
        folded.push(c);
        octets += c.len_utf8();
    }
    folded + "\r\n"
}

fn escaped(said: &str) -> String {
    let clean = text::clean(said).replace('\\', "\\\\");
    clean
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace('\n', "\\n")
}

fn zone() -> TimeZone<'static> {
    let mut summer = Daylight::new("19810329T020000", "+0100", "+0200");
    summer.push(TzName::new("CEST"));
    summer.push(RRule::new("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"));
    let mut standard = Standard::new("19961027T030000", "+0200", "+0100");
    standard.push(TzName::new("CET"));
    standard.push(RRule::new("FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"));
    let mut zone = TimeZone::daylight(ZONE, summer);
    zone.add_standard(standard);
    zone
}

fn date_time(name: &'static str, time: WallTime) -> Property<'static> {
    if by_rules(time.wall()) == Some(time.instant()) {
        let mut property = Property::new(name, time.wall().strftime("%Y%m%dT%H%M%S").to_string());
        property.add(Parameter::new("TZID", ZONE));
        property
    } else {
        Property::new(name, utc(time.instant()))
    }
}

fn utc(instant: Timestamp) -> String {
    instant.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn event(session: &SessionView, language: Language) -> Event<'static> {
    let modified = utc(session.modified_at);
    let mut event = Event::new(escaped(&session.uid), modified.clone());
    event.push(Created::new(utc(session.created_at)));
    event.push(LastModified::new(modified));
    event.push(Sequence::new(session.sequence.to_string()));
    event.push(date_time("DTSTART", session.starts));
    event.push(date_time("DTEND", session.ends));
    event.push(Summary::new(escaped(&session.summary(language))));
    if let Some(place) = session
        .place
        .as_deref()
        .map(escaped)
        .filter(|p| !p.is_empty())
    {
        event.push(Location::new(place));
    }
    let url = session.url.as_deref().map(text::uri).unwrap_or_default();
    if !url.is_empty() {
        let url = url.into_owned();
        event.push(URL::new(url.clone()));
        let mut conference = Property::from(Conference::new(url));
        conference.add(Parameter::new("FEATURE", "VIDEO"));
        event.push(conference);
    }
    let description = escaped(&session.description.join("\n"));
    if !description.is_empty() {
        event.push(Description::new(description));
    }
    match session.standing {
        Standing::Preliminary => event.push(Status::tentative()),
        Standing::Confirmed => event.push(Status::confirmed()),
        Standing::Cancelled => {
            event.push(Status::cancelled());
            event.push(Transp::transparent());
        }
    }
    event
}
