//! Words of reminders by rule.

pub(super) const WORDS: &[(&str, &str, &str)] = &[
    ("enrolment_closes", "anmälan stänger", "enrolment closes"),
    ("answer_by", "svaret ska ha kommit", "the answer is due"),
    ("course_start", "kursen börjar", "the course begins"),
    ("first_session", "första mötet", "the first meeting"),
    ("course_end", "kursen slutar", "the course ends"),
    ("taking_part", "de som har plats", "who has a place"),
    (
        "unanswered",
        "de som inte har svarat",
        "who has not answered",
    ),
    ("reserves", "reserver", "reserves"),
    ("leaders", "handledare", "facilitators"),
    ("cohort_set", "gruppindelning", "division"),
    ("active", "igång", "active"),
    ("paused", "pausad", "paused"),
    ("removed", "borttagen", "removed"),
    ("waits", "väntar", "to come"),
    ("due", "skickas nu", "due"),
    ("fired", "skickad", "sent"),
    ("past", "redan passerad", "passed already"),
    ("over", "för sent att påminna", "too late to remind"),
    ("not_meant", "hör inte till mottagarna", "is not meant"),
    (
        "another_occurrence",
        "har ett annat tillfälle",
        "has another time",
    ),
    ("told", "redan påmind", "reminded already"),
    (
        "unsubscribed",
        "vill inte ha påminnelser",
        "wants no reminders",
    ),
    (
        "address_failed",
        "adressen fungerar inte",
        "the address does not work",
    ),
];
