//! What a person has in a package, as the rules look at it.

use super::{
    super::{ApplicationRow, shared::offering_of},
    ExitRequest,
};
use crate::{
    error::{Error, Result},
    store::{
        Tx,
        application::ApplicationFilter,
        catalogue::{OfferingRow, PackageRow},
    },
};
use jiff::civil::Date;
use samverkan_domain::{
    admission::package_exit::{CourseResults, PackageCourse},
    application::ApplicationState,
    id::PersonId,
    term::{TermCalendar, TermCode},
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A place in the package.
pub(super) struct Place {
    pub row: ApplicationRow,
    pub offering: OfferingRow,
}

/// The person's living applications to courses of the package in one term, by start.
pub(super) async fn places(
    tx: &mut Tx,
    person: PersonId,
    package: &PackageRow,
    term: Option<&str>,
) -> Result<Vec<Place>> {
    let courses = tx.courses().await?.into_iter();
    let courses = courses.filter(|course| course.package_id == Some(package.id));
    let courses: BTreeSet<Uuid> = courses.map(|course| course.id).collect();
    let filter = ApplicationFilter {
        person: Some(person.0),
        active: true,
        ..ApplicationFilter::default()
    };
    let mut places = Vec::new();
    for row in tx.applications(&filter, i64::MAX).await? {
        let offering = offering_of(tx, &row).await?;
        let wanted = term.is_none_or(|term| same_term(term, &offering.term));
        if courses.contains(&offering.course_id) && wanted {
            places.push(Place { row, offering });
        }
    }
    let terms: BTreeSet<&str> = places.iter().map(|place| &*place.offering.term).collect();
    if terms.len() > 1 {
        let terms = Vec::from_iter(terms).join(", ");
        return Err(Error::invalid(
            "/term",
            "required",
            format!("Personen läser paketet i flera terminer. Ange en av dem: {terms}."),
            format!("The person reads the package in several terms. Give one of them: {terms}."),
        ));
    }
    if places.is_empty() {
        return Err(Error::refused(
            "nothing-to-leave",
            "Personen har ingen plats eller anmälan på någon av paketets kurser.",
            "The person has no place and no application on any course of the package.",
        ));
    }
    places.sort_by(|a, b| a.offering.starts_on.cmp(&b.offering.starts_on));
    Ok(places)
}

fn same_term(a: &str, b: &str) -> bool {
    let code = |term: &str| term.parse::<TermCode>().ok();
    a == b || code(a).is_some() && code(a) == code(b)
}

/// The first day of the term, or of the first course where the calendar does not know the term.
pub(super) fn term_starts_on(places: &[Place]) -> Result<Date> {
    let first = &places[0].offering;
    let known = first.term.parse::<TermCode>().ok();
    let term = known.and_then(|code| TermCalendar::published().find(code).map(|term| term.first));
    match term {
        Some(day) => Ok(day),
        None => Ok(first.dates()?.starts_on),
    }
}

/// The courses as the rules look at them.
pub(super) async fn courses(
    tx: &mut Tx,
    places: &[Place],
    request: &ExitRequest,
    on: Date,
    today: Date,
) -> Result<Vec<PackageCourse>> {
    let mut courses = Vec::new();
    for Place { row, offering } in places {
        let registration = tx.registration(row.application()).await?;
        let passed_on = match &registration {
            Some(registration) => registration.passed_on()?,
            None => None,
        };
        if let Some(passed_on) = passed_on.filter(|passed_on| on < *passed_on) {
            return Err(Error::invalid(
                "/on",
                "before-latest-result",
                format!(
                    "Det finns ett resultat från {passed_on}. Ange en dag därifrån till {today}."
                ),
                format!("There is a result of {passed_on}. Give a day from then to {today}."),
            ));
        }
        let state = row.state()?;
        let results = if passed_on.is_some() || state == ApplicationState::Completed {
            CourseResults::Finished
        } else if request.partly_passed.contains(&offering.course_code) {
            CourseResults::Some
        } else {
            CourseResults::None
        };
        let dates = offering.dates()?;
        courses.push(PackageCourse {
            code: offering.course_code.clone(),
            starts_on: dates.starts_on,
            ends_on: dates.ends_on,
            results,
            registered: matches!(
                state,
                ApplicationState::Registered | ApplicationState::Completed
            ),
        });
    }
    Ok(courses)
}
