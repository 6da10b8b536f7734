//! One session as one VEVENT (RFC 5545 §3.6.1).

use super::{SessionView, Standing, text, zone};
use crate::person::Language;
use ics::{
    Event,
    components::{Parameter, Property},
    properties::{
        Conference, Created, Description, LastModified, Location, Sequence, Status, Summary,
        Transp, URL,
    },
};

/// The event of a session. A calendar takes a change when SEQUENCE and LAST-MODIFIED grow;
/// DTSTAMP equals LAST-MODIFIED rather than the time of rendering, so that nothing changed means
/// no byte changed.
pub(super) fn component(session: &SessionView, language: Language) -> Event<'static> {
    let modified = zone::utc(session.modified_at);
    let mut event = Event::new(text::escaped(&session.uid), modified.clone());
    event.push(Created::new(zone::utc(session.created_at)));
    event.push(LastModified::new(modified));
    event.push(Sequence::new(session.sequence.to_string()));
    event.push(zone::date_time("DTSTART", session.starts));
    event.push(zone::date_time("DTEND", session.ends));
    event.push(Summary::new(text::escaped(&session.summary(language))));
    if let Some(place) = shown(session.place.as_deref()) {
        event.push(Location::new(place));
    }
    if let Some(url) = session
        .url
        .as_deref()
        .map(text::uri)
        .filter(|url| !url.is_empty())
    {
        event.push(URL::new(url.clone()));
        let mut conference = Property::from(Conference::new(url));
        conference.add(Parameter::new("FEATURE", "VIDEO"));
        event.push(conference);
    }
    if let Some(description) = shown(Some(&session.description.join("\n"))) {
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

/// Escaped text, or nothing if nothing in it can be seen.
fn shown(text: Option<&str>) -> Option<String> {
    text.map(text::escaped).filter(|text| !text.is_empty())
}
