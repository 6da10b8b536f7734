//! What the trail says was done, to the person it was done to.

use crate::{person::Language, vocabulary::word};

const ACTIONS: &[(&str, &str, &str)] = &[
    // What a file changed.
    ("person", "Dina uppgifter", "Your details"),
    ("application", "Anmälan", "Application"),
    (
        "application.received",
        "Anmälan kom in",
        "Application received",
    ),
    (
        "application.imported",
        "Anmälan lästes in från en fil",
        "Application read from a file",
    ),
    (
        "application.changed",
        "Anmälan ändrades",
        "Application changed",
    ),
    (
        "application.selected",
        "Anmälan avgjordes i urvalet",
        "Decided by the selection",
    ),
    ("application.admitted", "Antagen", "Admitted"),
    ("application.accepted", "Tackade ja", "Said yes"),
    ("application.declined", "Tackade nej", "Said no"),
    ("application.answered", "Svarade", "Answered"),
    (
        "application.called",
        "Kallad till en ledig plats",
        "Called to a free place",
    ),
    (
        "application.call_cancelled",
        "Kallelsen togs tillbaka",
        "The call was taken back",
    ),
    (
        "application.contacted",
        "Försök att nå dig",
        "Tried to reach you",
    ),
    ("application.reminded", "Påmind", "Reminded"),
    ("application.registered", "Registrerad", "Registered"),
    ("application.struck", "Struken", "Struck"),
    (
        "application.withdrawn",
        "Återbud eller avbrott",
        "Withdrawn",
    ),
    (
        "application.superseded",
        "Ersatt av en annan plats",
        "Superseded by another place",
    ),
    (
        "application.substituted",
        "Platsen gick till någon annan",
        "The place went to somebody else",
    ),
    (
        "application.returned",
        "Kom tillbaka efter anstånd",
        "Came back after deferral",
    ),
    (
        "application.followed_up",
        "Tillfrågad vid kontrollen efter tre veckor",
        "Asked in the three-week control",
    ),
    (
        "application.left_cohorts",
        "Lämnade sina grupper",
        "Left the cohorts",
    ),
    ("availability.noted", "Tider noterades", "Times noted"),
    ("availability.forgotten", "Tider togs bort", "Times removed"),
    ("calendar.read", "Kalender lästes", "Calendar read"),
    (
        "calendar.forgotten",
        "Kalender togs bort",
        "Calendar removed",
    ),
    (
        "cohort_transfer.asked",
        "Bad om en annan grupp",
        "Asked for another cohort",
    ),
    (
        "cohort_transfer.approved",
        "Fick byta grupp",
        "Was moved to another cohort",
    ),
    (
        "cohort_transfer.refused",
        "Fick inte byta grupp",
        "Was not moved to another cohort",
    ),
    (
        "cohort_transfer.withdrawn",
        "Tog tillbaka önskemålet om grupp",
        "Took the wish for a cohort back",
    ),
    (
        "company_wish.stated",
        "Önskemål om sällskap lämnades",
        "Wishes of company stated",
    ),
    (
        "company_wish.decided",
        "Önskemål om sällskap avgjordes",
        "Wish of company decided",
    ),
    ("erasure.asked", "Begärde radering", "Asked for erasure"),
    (
        "erasure.decided",
        "Begäran om radering avgjordes",
        "Request for erasure decided",
    ),
    (
        "erasure.withdrawn",
        "Tog tillbaka begäran om radering",
        "Took the request for erasure back",
    ),
    (
        "feed.created",
        "Kalenderprenumeration skapades",
        "Calendar subscription made",
    ),
    (
        "feed.rotated",
        "Kalenderprenumeration fick ny adress",
        "Calendar subscription got a new address",
    ),
    (
        "feed.revoked",
        "Kalenderprenumeration avslutades",
        "Calendar subscription ended",
    ),
    (
        "nomination.approval_asked",
        "Chefens godkännande begärdes",
        "The head's approval was asked for",
    ),
    (
        "nomination.approved",
        "Chefen godkände",
        "The head approved",
    ),
    ("nomination.refused", "Chefen sade nej", "The head refused"),
    (
        "nomination.reminded",
        "Chefen påmindes",
        "The head was reminded",
    ),
    ("nomination.renewed", "Nominerad på nytt", "Nominated anew"),
    ("package.left", "Lämnade kurspaketet", "Left the package"),
    (
        "people.exported",
        "En lista togs ut",
        "A list was taken out",
    ),
    ("person.added", "Lades till", "Added"),
    ("person.created", "Lades till", "Added"),
    ("person.changed", "Uppgifter ändrades", "Data changed"),
    (
        "person.merged",
        "Två uppgifter om dig blev en",
        "Two records of you became one",
    ),
    (
        "person.unmerged",
        "En sammanslagning ångrades",
        "A merge was undone",
    ),
    (
        "person.kept_apart",
        "Skildes från någon annan",
        "Told apart from somebody else",
    ),
    (
        "person.compared_again",
        "Jämförs med andra igen",
        "Compared with others again",
    ),
    (
        "person.address_changed",
        "E-postadressen ändrades",
        "E-mail address changed",
    ),
    (
        "person.extracted",
        "Registerutdrag togs ut",
        "Access export taken out",
    ),
    (
        "person.identity_linked",
        "Inloggning kopplades",
        "Sign-in linked",
    ),
    (
        "person.identity_unlinked",
        "Inloggning kopplades bort",
        "Sign-in unlinked",
    ),
    ("person.passkey_added", "Nyckel lades till", "Passkey added"),
    ("person.passkey_ended", "Nyckel avslutades", "Passkey ended"),
    (
        "person.reminders",
        "Önskan om påminnelser ändrades",
        "Wish for reminders changed",
    ),
    (
        "person.protected",
        "Uppgifterna blev skyddade",
        "Data became protected",
    ),
    ("person.signed_in", "Loggade in", "Signed in"),
    ("person.signed_out", "Loggade ut", "Signed out"),
    (
        "practical_needs.stated",
        "Praktiska behov lämnades",
        "Practical needs stated",
    ),
    ("staff.invited", "Bjöds in som personal", "Invited as staff"),
    ("staff.ended", "Slutade som personal", "Ended as staff"),
];

/// What was done, in words; the trail's own name for what has none here.
pub(super) fn said(lang: Language, action: &str) -> String {
    let found = ACTIONS.iter().find(|(name, _, _)| *name == action);
    found.map_or_else(
        || word(lang, action),
        |(_, sv, en)| lang.pick(*sv, *en).to_owned(),
    )
}
