//! What is said to people, in Swedish and English.

use std::fmt::Display;

/// Language of messages. Names of commands and options are the same in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Lang {
    Sv,
    En,
}

impl Lang {
    /// Swedish where the environment says so, English otherwise.
    pub(crate) fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(variable)
            .find(|value| !value.is_empty());
        match locale {
            Some(locale) if locale.to_lowercase().starts_with("sv") => Self::Sv,
            _ => Self::En,
        }
    }

    /// As in Accept-Language.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    /// The one of two that is in this language.
    pub(crate) fn pick<T>(self, sv: T, en: T) -> T {
        match self {
            Self::Sv => sv,
            Self::En => en,
        }
    }
}

/// A message in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) sv: String,
    pub(crate) en: String,
}

impl Text {
    pub(crate) fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.sv, &self.en)
    }
}

/// A [`Text`] from two formats, Swedish first.
macro_rules! text {
    ($sv:literal, $en:literal) => {
        $crate::text::Text {
            sv: format!($sv),
            en: format!($en),
        }
    };
}
pub(crate) use text;

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
    ("red_day", "röd dag", "red day"),
    ("school_holiday", "skollov", "school holiday"),
    ("no_such_time", "tiden finns inte", "no such time"),
    ("no_cohort", "gruppen finns inte", "no such cohort"),
    ("already_there", "finns redan", "there already"),
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

pub(crate) fn yes_no(lang: Lang, yes: bool) -> String {
    lang.pick(["nej", "ja"], ["no", "yes"])[usize::from(yes)].to_owned()
}

/// An instant of the API as wall time in Stockholm, to the minute.
pub(crate) fn when(instant: &str) -> String {
    let wall = instant
        .parse::<jiff::Timestamp>()
        .ok()
        .and_then(|at| at.in_tz("Europe/Stockholm").ok());
    wall.map_or_else(
        || instant.to_owned(),
        |at| at.strftime("%Y-%m-%d %H:%M").to_string(),
    )
}

/// Tenths as people write them: 375 is 37,5 in Swedish.
pub(crate) fn tenths(lang: Lang, number: i64) -> String {
    let comma = lang.pick(',', '.');
    match number % 10 {
        0 => (number / 10).to_string(),
        rest => format!("{}{comma}{}", number / 10, rest.abs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_comes_from_the_first_variable_that_is_set() {
        let lang = |pairs: &'static [(&str, &str)]| {
            Lang::from_environment(|name| {
                pairs
                    .iter()
                    .find(|(key, _)| *key == name)
                    .map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(lang(&[("LANG", "sv_SE.UTF-8")]), Lang::Sv);
        assert_eq!(
            lang(&[("LANG", "sv_SE.UTF-8"), ("LC_ALL", "C.UTF-8")]),
            Lang::En
        );
        assert_eq!(lang(&[("LC_ALL", ""), ("LC_MESSAGES", "sv_FI")]), Lang::Sv);
        assert_eq!(lang(&[]), Lang::En);
    }

    #[test]
    fn times_and_numbers_are_for_people() {
        assert_eq!(when("2027-01-21T09:15:00Z"), "2027-01-21 10:15");
        assert_eq!(when("soon"), "soon");
        assert_eq!(
            (tenths(Lang::Sv, 375), tenths(Lang::En, 150)),
            ("37,5".into(), "15".into())
        );
        assert_eq!(word(Lang::Sv, "withdrawn_early"), "tidigt avbrott");
        assert_eq!(word(Lang::Sv, "brand_new"), "brand_new");
    }
}
