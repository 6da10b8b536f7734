//! The titles a new service starts with, and the family of each.
//!
//! Where the families of the cohort rules name a title, that family is taken. The rest are our
//! reading, to be changed in the registry by those who know better:
//!
//! * "Övrig pedagogisk personal" and "Barnskötare" teach and care: PED.
//! * "Annan personal" and "Övrig arbetsledning" say only that somebody neither teaches nor treats;
//!   they join administrators and leaders: LED/VÄG.
//! * Police in school liaison meet young people as the social services do, an authority outside
//!   school: SOC.

use super::ProfessionFamily::{self, Guidance, Health, SocialWork, SpecialEducation, Teaching};
use super::{Profession, ProfessionSource};

/// Code, Swedish title, English title, family, other Swedish titles.
type Entry = (
    &'static str,
    &'static str,
    &'static str,
    ProfessionFamily,
    &'static [&'static str],
);

/// SS 12000 version 2.1 `dutyRole`, spelt and ordered as there.
const SS12000: [Entry; 19] = [
    ("rektor", "Rektor", "Principal", Guidance, &[]),
    ("larare", "Lärare", "Teacher", Teaching, &[]),
    (
        "forskollarare",
        "Förskollärare",
        "Preschool teacher",
        Teaching,
        &[],
    ),
    (
        "barnskotare",
        "Barnskötare",
        "Childcare assistant",
        Teaching,
        &[],
    ),
    (
        "bibliotekarie",
        "Bibliotekarie",
        "Librarian",
        Teaching,
        &["Skolbibliotekarie"],
    ),
    (
        "lararassistent",
        "Lärarassistent",
        "Teaching assistant",
        Teaching,
        &[],
    ),
    (
        "fritidspedagog",
        "Fritidspedagog",
        "Leisure-time teacher",
        Teaching,
        &["Lärare i fritidshem"],
    ),
    (
        "annan-personal",
        "Annan personal",
        "Other staff",
        Guidance,
        &[],
    ),
    (
        "studie-och-yrkesvagledare",
        "Studie- och yrkesvägledare",
        "Study and career counsellor",
        Guidance,
        &["SYV"],
    ),
    (
        "forstelarare",
        "Förstelärare",
        "First teacher",
        Teaching,
        &[],
    ),
    (
        "kurator",
        "Kurator",
        "School counsellor",
        SocialWork,
        &["Skolkurator"],
    ),
    (
        "skolskoterska",
        "Skolsköterska",
        "School nurse",
        Health,
        &[],
    ),
    ("skollakare", "Skolläkare", "School doctor", Health, &[]),
    (
        "skolpsykolog",
        "Skolpsykolog",
        "School psychologist",
        Health,
        &[],
    ),
    (
        "speciallarare-specialpedagog",
        "Speciallärare/specialpedagog",
        "Special needs teacher or educator",
        SpecialEducation,
        &["Speciallärare", "Specialpedagog"],
    ),
    (
        "skoladministrator",
        "Skoladministratör",
        "School administrator",
        Guidance,
        &[],
    ),
    (
        "ovrig-arbetsledning",
        "Övrig arbetsledning",
        "Other management",
        Guidance,
        &[],
    ),
    (
        "ovrig-pedagogisk-personal",
        "Övrig pedagogisk personal",
        "Other educational staff",
        Teaching,
        &[],
    ),
    (
        "forskolechef",
        "Förskolechef",
        "Head of preschool",
        Guidance,
        &[],
    ),
];

/// Those outside school who meet pupils that do not attend.
const OUTSIDE_SCHOOL: [Entry; 8] = [
    (
        "socialsekreterare",
        "Socialsekreterare",
        "Social worker",
        SocialWork,
        &[],
    ),
    (
        "familjebehandlare",
        "Familjebehandlare",
        "Family therapist",
        SocialWork,
        &[],
    ),
    (
        "faltsekreterare",
        "Fältsekreterare",
        "Outreach worker",
        SocialWork,
        &["Fältare"],
    ),
    (
        "elevcoach-narvarocoach",
        "Elevcoach/närvarocoach",
        "Pupil or attendance coach",
        Guidance,
        &["Elevcoach", "Närvarocoach"],
    ),
    (
        "skolsocionom",
        "Skolsocionom",
        "School social worker",
        SocialWork,
        &[],
    ),
    (
        "polis",
        "Polis (skolsamverkan)",
        "Police officer (school liaison)",
        SocialWork,
        &["Polis"],
    ),
    (
        "halso-och-sjukvardspersonal",
        "BUP-/hälso- och sjukvårdspersonal",
        "Child psychiatry or health care staff",
        Health,
        &["BUP-personal", "Hälso- och sjukvårdspersonal"],
    ),
    (
        "kaa-handlaggare",
        "KAA-handläggare (kommunalt aktivitetsansvar)",
        "Officer for the municipal duty to follow up young people",
        Guidance,
        &["KAA-handläggare"],
    ),
];

/// Every title of SS 12000 and the roles outside school.
pub fn default_registry() -> Vec<Profession> {
    let of = |entries: &'static [Entry], source| entries.iter().map(move |e| profession(e, source));
    of(&SS12000, ProfessionSource::Ss12000)
        .chain(of(&OUTSIDE_SCHOOL, ProfessionSource::OutsideSchool))
        .collect()
}

fn profession(entry: &Entry, source: ProfessionSource) -> Profession {
    let (code, title_sv, title_en, family, aliases) = *entry;
    Profession {
        code: code.to_owned(),
        title_sv: title_sv.to_owned(),
        title_en: title_en.to_owned(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        family,
        source,
    }
}
