//! What the parts of an access export are called.

use crate::text::Lang;

/// How a value is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// As it stands.
    Text,
    /// A word of a closed set.
    Word,
    /// What was done, of the trail.
    Action,
    /// For how long: P10Y.
    Period,
}

pub(super) fn kind(key: &str) -> Kind {
    match key {
        "what" => Kind::Action,
        "keep_for" => Kind::Period,
        "state" | "kind" | "outcome" | "by" | "language" | "modality" | "profession_family"
        | "eligibility" | "security_marking" | "practical_needs" | "role" | "ground" | "cannot"
        | "would_rather_not" | "standing" | "decided_by" | "category" | "counted_from" => {
            Kind::Word
        }
        _ => Kind::Text,
    }
}

const LABELS: &[(&str, &str, &str)] = &[
    ("person", "Du", "You"),
    (
        "applications",
        "Anmälningar och beslut",
        "Applications and decisions",
    ),
    ("cohorts", "Grupper", "Cohorts"),
    ("sessions", "Möten", "Meetings"),
    ("practical_needs", "Praktiska behov", "Practical needs"),
    ("merits", "Meriter", "Merits"),
    (
        "own_calendar",
        "Kalender som du har lämnat",
        "Calendar that you have given",
    ),
    (
        "cohort_transfers",
        "Önskemål om att byta grupp",
        "Wishes for another cohort",
    ),
    (
        "erasure_requests",
        "Begäran om radering",
        "Requests for erasure",
    ),
    (
        "calls_and_contacts",
        "Kallelser och kontaktförsök",
        "Calls and attempts to reach you",
    ),
    ("leading", "Grupper som du leder", "Cohorts that you lead"),
    ("messages", "Brev", "Letters"),
    ("feeds", "Kalenderprenumerationer", "Calendar subscriptions"),
    ("sign_ins", "Inloggningar", "Sign-ins"),
    (
        "linked_sign_ins",
        "Kopplade inloggningar",
        "Linked sign-ins",
    ),
    (
        "working_here",
        "Arbete med tjänsten",
        "Work with the service",
    ),
    (
        "retention",
        "Hur länge uppgifterna sparas",
        "How long data are kept",
    ),
    (
        "lists_taken_out",
        "Listor som har tagits ut",
        "Lists taken out",
    ),
    ("trail", "Logg", "Trail"),
    ("given_name", "Förnamn", "Given name"),
    ("family_name", "Efternamn", "Family name"),
    ("addresses", "E-postadresser", "E-mail addresses"),
    ("address", "Adress", "Address"),
    ("main", "Huvudadress", "Main"),
    ("language", "Språk", "Language"),
    ("modality", "Möts helst", "Would rather meet"),
    ("profession", "Yrke", "Profession"),
    ("profession_family", "Yrkesfamilj", "Family of professions"),
    ("programme", "Program", "Programme"),
    ("workplace", "Arbetsplats", "Workplace"),
    (
        "identity_number",
        "Person- eller samordningsnummer",
        "Personal or coordination number",
    ),
    (
        "security_marking",
        "Skyddade personuppgifter",
        "Protected personal data",
    ),
    ("kept_since", "Sparat sedan", "Kept since"),
    ("id", "Nummer", "Number"),
    ("course", "Kurs", "Course"),
    ("offering", "Kurstillfälle", "Offering"),
    ("channel", "Antagningskanal", "Channel"),
    ("state", "Läge", "State"),
    ("received_at", "Kom in", "Received"),
    ("changed_at", "Ändrad", "Changed"),
    ("selection_group", "Urvalsgrupp", "Selection group"),
    (
        "reserve_position",
        "Reservplats",
        "Place on the reserve list",
    ),
    ("condition", "Villkor", "Condition"),
    ("contract", "Avtal", "Contract"),
    ("head_address", "Chefens adress", "Head's address"),
    ("deputy_address", "Ersättarens adress", "Deputy's address"),
    ("eligibility", "Behörighet", "Eligibility"),
    ("answer_by", "Svara senast", "Answer by"),
    ("answered_at", "Svarade", "Answered"),
    ("decisions", "Beslut", "Decisions"),
    ("outcome", "Utfall", "Outcome"),
    ("reason", "Skäl", "Reason"),
    ("automatic", "Automatiskt", "Automatic"),
    ("decided_at", "Beslutat", "Decided"),
    ("case_number", "Diarienummer", "Case number"),
    ("wishes_to_be_with", "Vill vara med", "Wishes to be with"),
    (
        "wishes_to_be_without",
        "Vill vara utan",
        "Wishes to be without",
    ),
    ("kept", "Deltagande", "Participation"),
    ("changed_by_files", "Ändrat av filer", "Changed by files"),
    ("told_apart", "Skild från andra", "Told apart"),
    ("merged_records", "Sammanslagna uppgifter", "Merged records"),
    ("thing", "Vad", "What"),
    ("taken_back_at", "Tillbakataget", "Taken back"),
    ("invoice_bases", "Fakturaunderlag", "Bases of invoices"),
    ("standing", "Platsen", "The place"),
    ("number", "Nummer", "Number"),
    ("left_on", "Slutade", "Left on"),
    ("made_at", "Uttaget", "Taken out"),
    ("registrations", "Registreringar", "Registrations"),
    ("kind", "Slag", "Kind"),
    ("from", "Från", "From"),
    ("until", "Till", "Until"),
    ("to", "Till", "To"),
    ("passed_on", "Godkänd", "Passed"),
    ("presence", "Närvaro", "Attendance"),
    ("on", "Dag", "Day"),
    (
        "meetings_attended",
        "Möten med närvaro",
        "Meetings attended",
    ),
    ("session", "Möte", "Meeting"),
    ("availability", "Tider", "Times"),
    ("cannot", "Kan inte", "Cannot"),
    ("would_rather_not", "Helst inte", "Would rather not"),
    ("modality_is_a_need", "Måste mötas så", "Must meet so"),
    ("languages", "Språk", "Languages"),
    ("noted_at", "Noterat", "Noted"),
    ("cohort", "Grupp", "Cohort"),
    ("partition", "Gruppindelning", "Partition"),
    (
        "lets_name_be_seen",
        "Visar sitt namn för gruppen",
        "Lets the cohort see the name",
    ),
    ("wanted", "Önskad grupp", "Wanted cohort"),
    ("answer", "Svar", "Answer"),
    ("asked_at", "Begärt", "Asked"),
    ("what", "Vad", "What"),
    ("ground", "Grund", "Ground"),
    ("title", "Rubrik", "Title"),
    ("starts_at", "Börjar", "Starts"),
    ("ends_at", "Slutar", "Ends"),
    ("read_at", "Läst", "Read"),
    ("busy", "Upptagen", "Busy"),
    ("name", "Namn", "Name"),
    ("created_at", "Skapad", "Created"),
    ("last_used_at", "Senast använd", "Last used"),
    ("ended_at", "Avslutad", "Ended"),
    ("subject", "Ämne", "Subject"),
    ("text", "Text", "Text"),
    ("written_at", "Skrivet", "Written"),
    ("delivered_at", "Lämnat", "Delivered"),
    ("failed_at", "Kom inte fram", "Failed"),
    ("browser", "Webbläsare", "Browser"),
    ("since", "Sedan", "Since"),
    ("issuer", "Utfärdare", "Issuer"),
    ("linked_at", "Kopplad", "Linked"),
    (
        "credits_tenths",
        "Högskolepoäng i tiondelar",
        "Credits in tenths",
    ),
    ("degrees", "Examina", "Degrees"),
    ("courses", "Kurser", "Courses"),
    ("employer", "Arbetsgivare", "Employer"),
    ("application", "Anmälan", "Application"),
    ("at", "När", "When"),
    ("by", "Av", "By"),
    ("before", "Före", "Before"),
    ("after", "Efter", "After"),
    ("fields", "Fält", "Fields"),
    ("role", "Roll", "Role"),
    ("passkeys", "Nycklar", "Passkeys"),
    ("offerings", "Kurstillfällen", "Offerings"),
    ("most_cohorts", "Högst antal grupper", "Most cohorts"),
    ("category", "Uppgifter", "Data"),
    ("keep_for", "Sparas", "Kept for"),
    ("counted_from", "Räknat från", "Counted from"),
    ("decision", "Beslut", "Decision"),
];

/// What a field is called; its own name in words if nobody has said.
pub(super) fn label(lang: Lang, key: &str) -> String {
    let found = LABELS.iter().find(|(api, _, _)| *api == key);
    found.map_or_else(
        || key.replace('_', " "),
        |(_, sv, en)| lang.pick(*sv, *en).to_owned(),
    )
}

/// Words that mean something else here than in other answers; the rest are said as everywhere.
pub(super) fn said(lang: Lang, word: &str) -> &str {
    let (sv, en) = match word {
        "yourself" => ("du själv", "yourself"),
        "participant" => ("en annan deltagare", "another participant"),
        "administrator" => ("kursadministratör", "course administrator"),
        "officer" => (
            "handläggare för skyddade uppgifter",
            "officer for protected identities",
        ),
        "auditor" => ("granskare", "auditor"),
        "archivist" => ("arkivarie", "archivist"),
        "staff" => ("personal", "staff"),
        "service" => ("tjänsten", "the service"),
        "by_letter" => (
            "någon som fick frågan i ett brev",
            "somebody asked by letter",
        ),
        "none" => ("nej", "no"),
        "needs" => ("praktiska behov", "practical needs"),
        "availability" => ("tider som passar", "times that suit"),
        "calendars" => ("egna kalendrar", "own calendars"),
        "wishes" => ("önskemål om sällskap", "wishes of company"),
        "transfers" => ("önskemål om att byta grupp", "wishes for another cohort"),
        "consents" => ("samtycken till att visa namn", "consents to show names"),
        "attendance" => ("närvaro", "attendance"),
        "letters" => ("brevens text", "letters' text"),
        "imports" => ("rapporter från inlästa filer", "reports of imported files"),
        "erasures" => ("begäran om radering", "requests for erasure"),
        "plans" => ("förslag till gruppindelning", "plans for cohorts"),
        "admission" => ("antagningsregistret", "the register of admissions"),
        "offering_ends" => ("kurstillfällets sista dag", "the offering's last day"),
        "last_offering_ends" => (
            "sista dagen på ditt sista kurstillfälle",
            "the last day of your last offering",
        ),
        "sent" => ("när brevet skickades", "when the letter was sent"),
        "read_in" => ("när filen lästes in", "when the file was read in"),
        "decided" => ("när begäran avgjordes", "when the request was decided"),
        "last_entry" => ("sista uppgiften om dig", "the last entry about you"),
        other => (other, other),
    };
    lang.pick(sv, en)
}

/// A period as people say it: P1Y6M is 1 år, 6 månader.
pub(super) fn period(lang: Lang, iso: &str) -> String {
    let mut said = Vec::new();
    let mut number = String::new();
    for c in iso.trim_start_matches('P').chars() {
        let (one, several) = match c {
            'Y' => (lang.pick("år", "year"), lang.pick("år", "years")),
            'M' => (lang.pick("månad", "month"), lang.pick("månader", "months")),
            'W' => (lang.pick("vecka", "week"), lang.pick("veckor", "weeks")),
            'D' => (lang.pick("dag", "day"), lang.pick("dagar", "days")),
            digit => {
                number.push(digit);
                continue;
            }
        };
        let unit = if number == "1" { one } else { several };
        said.push(format!("{number} {unit}"));
        number.clear();
    }
    said.join(", ")
}
