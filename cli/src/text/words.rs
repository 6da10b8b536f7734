//! The words of the API in the two languages.

use super::Lang;
use std::fmt::Display;

/// The words of the API as people say them.
const WORDS: &[(&str, &str, &str)] = &[
    // Days, and what takes up time.
    ("monday", "måndag", "Monday"),
    ("tuesday", "tisdag", "Tuesday"),
    ("wednesday", "onsdag", "Wednesday"),
    ("thursday", "torsdag", "Thursday"),
    ("friday", "fredag", "Friday"),
    ("saturday", "lördag", "Saturday"),
    ("sunday", "söndag", "Sunday"),
    (
        "programme",
        "programmets schema",
        "the programme’s timetable",
    ),
    ("practicum", "VFU", "practicum"),
    ("session", "annat tillfälle här", "another session here"),
    ("private", "egen kalender", "own calendar"),
    ("stated", "kan inte då", "cannot then"),
    // Applications.
    ("awaiting_approval", "väntar på chefen", "awaiting the head"),
    ("submitted", "inskickad", "submitted"),
    ("reserve", "reserv", "reserve"),
    ("called", "kallad", "called"),
    ("admitted", "antagen", "admitted"),
    ("accepted", "tackat ja", "accepted"),
    ("registered", "registrerad", "registered"),
    ("completed", "avklarad", "completed"),
    ("declined", "tackat nej", "declined"),
    ("struck", "struken", "struck"),
    ("not_started", "ej påbörjad", "did not start"),
    ("deferred", "anstånd", "deferred"),
    (
        "withdrawn_before_registration",
        "återbud",
        "withdrew before registration",
    ),
    ("withdrawn_early", "tidigt avbrott", "left early"),
    ("withdrawn_late", "sent avbrott", "left late"),
    ("refused", "ej antagen", "refused"),
    ("superseded", "ersatt", "superseded"),
    // Answers, approvals, attempts to reach somebody.
    (
        "waits_for_others",
        "har svarat ja, väntar på de andra",
        "has said yes, waits for the others",
    ),
    ("still_interested", "vill vara kvar", "wants to stay"),
    (
        "left_the_list",
        "har lämnat reservlistan",
        "left the reserve list",
    ),
    ("approved", "godkänd", "approved"),
    ("not_approved", "ej godkänd", "not approved"),
    ("taken_back", "återtagen", "taken back"),
    ("expired", "inget svar i tid", "no answer in time"),
    ("head", "chefen", "the head"),
    ("deputy", "chefens ersättare", "the deputy"),
    ("phone", "telefon", "telephone"),
    ("sms", "sms", "text message"),
    ("email", "e-post", "e-mail"),
    ("in_person", "personligen", "in person"),
    ("reached", "fick svar", "reached"),
    ("message_left", "lämnade meddelande", "left a message"),
    ("no_answer", "inget svar", "no answer"),
    (
        "wrong_address",
        "fel nummer eller adress",
        "wrong number or address",
    ),
    // Channels, teaching, sessions.
    ("imported", "antagningssystemet", "imported"),
    ("employer", "uppdragsgivare", "employer"),
    ("open", "öppen", "open"),
    ("campus", "campus", "campus"),
    ("distance", "distans", "distance"),
    ("mixed", "blandad", "mixed"),
    ("online", "på nätet", "online"),
    ("hybrid", "hybrid", "hybrid"),
    ("preliminary", "preliminärt", "preliminary"),
    ("published", "publicerat", "published"),
    ("draft", "utkast", "draft"),
    ("reviewed", "granskat", "reviewed"),
    ("met", "ja", "yes"),
    ("only_stated", "uppgivet, inte styrkt", "stated, not shown"),
    ("unmet", "nej", "no"),
    ("unknown", "okänt", "unknown"),
    ("cancelled", "inställt", "cancelled"),
    // Presence and rates.
    ("silent", "inte synts till", "not seen"),
    ("fading", "inte på två veckor", "not for two weeks"),
    ("present", "deltar", "takes part"),
    ("given", "egen siffra", "your own figure"),
    (
        "freestanding",
        "UKÄ 2019/20, fristående",
        "UKÄ 2019/20, freestanding",
    ),
    (
        "programme",
        "UKÄ 2019/20, program",
        "UKÄ 2019/20, programme",
    ),
    // Decisions.
    ("deferral_refused", "anstånd nekat", "deferral refused"),
    ("reregistered", "omregistrerad", "re-registered"),
    // Plans and rules.
    ("proposed", "förslag", "proposed"),
    ("committed", "fastställt", "committed"),
    ("discarded", "kastat", "discarded"),
    ("together", "tillsammans", "together"),
    ("apart", "isär", "apart"),
    ("searching", "Söker", "Searching"),
    // Criteria of the score, and what people are mixed on.
    ("criterion_mix", "blandning", "mix"),
    ("criterion_spread", "spridning", "spread"),
    ("criterion_level", "nivå", "level"),
    ("criterion_clash", "krockar", "clashes"),
    ("criterion_modality", "campus/distans", "campus/distance"),
    ("criterion_wish", "kollegor ihop", "colleagues together"),
    ("criterion_size", "storlek", "size"),
    ("criterion_move", "flyttar", "moves"),
    ("family", "yrkesfamilj", "profession family"),
    ("workplace", "arbetsplats", "workplace"),
    ("municipality", "kommun", "municipality"),
    ("channel", "kanal", "channel"),
    ("programme", "program", "programme"),
    // Profession families.
    ("teaching", "undervisning", "teaching"),
    ("special_education", "specialpedagogik", "special education"),
    ("social_work", "socialt arbete", "social work"),
    ("health", "hälsa", "health"),
    ("guidance", "ledning och vägledning", "guidance"),
    // Imports.
    ("admissions", "antagna", "admissions"),
    ("nominations", "uppdrag", "nominations"),
    ("sessions", "möten", "sessions"),
    ("programmes", "program", "programmes"),
    ("workplaces", "skolenheter", "workplaces"),
    ("error", "fel", "error"),
    ("warning", "varning", "warning"),
    // Mail, feeds, roles.
    ("waiting", "väntar", "waiting"),
    ("delivered", "levererat", "delivered"),
    ("failed", "misslyckat", "failed"),
    ("person", "person", "person"),
    ("cohort", "grupp", "cohort"),
    ("offering", "kurstillfälle", "offering"),
    ("teacher", "lärare", "teacher"),
    ("room", "sal", "room"),
    ("participant", "deltagare", "participant"),
    ("administrator", "administratör", "administrator"),
    (
        "officer",
        "handläggare för skyddade uppgifter",
        "protected-identity officer",
    ),
    ("auditor", "granskare", "auditor"),
    // Selections.
    ("verified", "stämmer", "verified"),
    ("differs", "stämmer inte", "differs"),
    // Solver.
    ("optimal", "optimal", "optimal"),
    ("feasible", "godtagbar", "feasible"),
    ("infeasible", "ogörlig", "infeasible"),
    ("sv", "svenska", "Swedish"),
    ("en", "engelska", "English"),
];

/// A word of the API as people say it; one that is not known stays as it is.
pub(crate) fn word(lang: Lang, api: impl Display) -> String {
    let api = api.to_string();
    match WORDS.iter().find(|(known, ..)| *known == api) {
        Some((_, sv, en)) => lang.pick(*sv, *en).to_owned(),
        None => api,
    }
}
