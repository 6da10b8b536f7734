//! Why somebody gets no place, in words.

use crate::{
    error::{Error, Result},
    store::person::PersonRow,
};
use jiff::Timestamp;
use samverkan_domain::enrolment::ApplyRefusal;

/// Without a name and a profession or programme nobody can be placed in a mixed cohort.
pub(super) fn complete_enough(person: &PersonRow) -> Result<()> {
    let mut faults = crate::usecase::validate::Faults::default();
    if person.given_name.is_empty() || person.family_name.is_empty() {
        let (sv, en) = ("Fyll i ditt namn först.", "Fill in your name first.");
        faults.add("/me/given_name", "profile-incomplete", sv, en);
    }
    if person.profession.is_none() && person.programme.is_none() {
        faults.add(
            "/me/profession",
            "profile-incomplete",
            "Fyll i ditt yrke eller ditt program först; grupperna blandas efter det.",
            "Fill in your profession or programme first; cohorts are mixed by it.",
        );
    }
    faults.finish()
}

pub(super) fn apply_refused(refusal: ApplyRefusal) -> Error {
    match refusal {
        ApplyRefusal::NotOpenChannel => Error::refused(
            "not-an-open-channel",
            "Platser i den här kanalen söks inte här. Fristående kurs söks på antagning.se; \
             uppdragsplatser anmäls av arbetsgivaren.",
            "Places in this channel are not applied for here. Freestanding courses are applied for \
             in the national admissions system; commissioned places are nominated by the employer.",
        ),
        ApplyRefusal::NotYetOpen { opens_at } => Error::refused(
            "channel-not-open-yet",
            format!("Anmälan öppnar {}.", stockholm_time(opens_at)),
            format!("Applications open {}.", stockholm_time(opens_at)),
        ),
        ApplyRefusal::Closed { closed_at } => Error::refused(
            "channel-closed",
            format!("Anmälan stängde {}.", stockholm_time(closed_at)),
            format!("Applications closed {}.", stockholm_time(closed_at)),
        ),
        ApplyRefusal::AlreadyApplied => Error::refused(
            "already-applied",
            "Du har redan en plats eller anmälan på det här kurstillfället, i en annan kanal. \
             Lämna återbud på den först om du vill byta.",
            "You have a place or an application on this offering already, in another channel. \
             Withdraw it first if you want to change.",
        ),
    }
}

pub(super) fn joint_needs_selection() -> Error {
    Error::refused(
        "joint-needs-selection",
        "I den här kanalen ges platserna i den ordning anmälningarna kommer; där kan man inte söka tillsammans. Sök var för sig.",
        "In this channel places are given in order of arrival, and one cannot apply together. Apply one by one.",
    )
}

pub(super) fn no_group() -> Error {
    Error::refused(
        "no-group",
        "Platserna i den här kanalen är för andra målgrupper än din. Kontrollera att ditt yrke, ditt program och dina högskolepoäng stämmer.",
        "The places of this channel are for other groups than yours. See that your profession, programme and credits are right.",
    )
}

/// An instant as people in Sweden write it: `2027-01-10 23:59`.
fn stockholm_time(at: Timestamp) -> String {
    at.to_zoned_datetime(crate::clock::stockholm())
        .strftime("%Y-%m-%d %H:%M")
        .to_string()
}
