//! Leaving a course package: what it means for each course, and doing it in one go.

mod places;

use super::{
    not_possible, save,
    shared::{leave, lock_all, said},
};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result},
    mail::Letter,
    store::{
        Tx,
        catalogue::{OfferingRow, PackageRow},
    },
    usecase::{
        Caller, Permission, letters,
        once::{Claim, Once},
    },
};
use jiff::civil::Date;
use places::{Place, courses, places, term_starts_on};
use samverkan_domain::{
    admission::package_exit::{
        CourseExit, EARLY_DAYS, PackageExit, PackageExitProblem, PackageResolution, resolve_package,
    },
    application::{ApplicationState, Command, transition},
    fact::Fact,
    id::PersonId,
    person::Language,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

#[derive(Debug, Clone, Serialize)]
pub struct ExitRequest {
    /// Code of the package.
    pub package: String,
    /// Needed only if the person reads the package in several terms.
    pub term: Option<String>,
    /// Break date; today, if nothing is said. Staff only.
    pub on: Option<Date>,
    /// Codes of courses of which some part is passed. Staff only.
    pub partly_passed: Vec<String>,
    /// Only show what would happen.
    pub dry_run: bool,
    pub reason: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Exit {
    pub package: String,
    pub term: String,
    pub on: Date,
    pub exit: PackageExit,
    pub courses: Vec<CourseLeft>,
    pub dry_run: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CourseLeft {
    pub course: String,
    pub title_sv: String,
    pub title_en: String,
    pub offering: String,
    pub application: Uuid,
    pub exit: CourseExit,
    pub before: ApplicationState,
    pub after: ApplicationState,
}

/// Takes a person off every course of a package that is not finished, all or nothing.
pub async fn leave_package(
    app: &App,
    caller: &Caller,
    person: PersonId,
    request: ExitRequest,
    once: Option<&Once>,
) -> Result<Exit> {
    let mut tx = app.write(caller).await?;
    if let Claim::Done(exit) = Once::claim(once, app, &mut tx).await? {
        return Ok(exit);
    }
    let today = day(tx.now());
    permitted(caller, person, &request, today)?;
    tx.person(person)
        .await?
        .ok_or(Error::NotFound { what: "person" })?;
    let package = tx.package_by_code(&request.package).await?;
    let package = package.ok_or(Error::NotFound { what: "package" })?;
    let found = places(&mut tx, person, &package, request.term.as_deref()).await?;
    let offerings: Vec<OfferingRow> = found.iter().map(|place| place.offering.clone()).collect();
    lock_all(&mut tx, &offerings).await?;
    // Under the locks: somebody may have been registered while this waited for them.
    let places = places(&mut tx, person, &package, request.term.as_deref()).await?;
    let on = request.on.unwrap_or(today);
    let courses = courses(&mut tx, &places, &request, on, today).await?;
    let starts_on = term_starts_on(&places)?;
    let resolution = resolve_package(starts_on, &courses, on, EARLY_DAYS).map_err(refused)?;
    let reason = said(request.reason);
    let exit = carry_out(
        app,
        &mut tx,
        &package,
        places,
        &resolution,
        on,
        reason.as_ref(),
    )
    .await?;
    if request.dry_run {
        tx.rollback().await?;
        return Ok(Exit {
            dry_run: true,
            ..exit
        });
    }
    tx.record(
        Fact::new("package.left", "person", person.0)
            .after(
                json!({ "package": exit.package, "term": exit.term, "on": on, "exit": exit.exit }),
            )
            .reason(reason),
    );
    tell(app, &mut tx, person, &package, &exit).await?;
    Once::keep(once, app, &mut tx, &exit).await?;
    app.commit(tx).await?;
    Ok(exit)
}

/// People leave for themselves, as of today; what results there are is for the university to say.
fn permitted(caller: &Caller, person: PersonId, request: &ExitRequest, today: Date) -> Result<()> {
    let own = matches!(caller, Caller::Participant { person: own, .. } if *own == person);
    if !own {
        caller.require(Permission::EditPeople)?;
    } else if request.on.is_some_and(|on| on != today) || !request.partly_passed.is_empty() {
        return Err(Error::Forbidden);
    }
    if request.on.is_some_and(|on| on > today) {
        return Err(Error::invalid(
            "/on",
            "in-the-future",
            "Dagen för avbrottet får inte ligga i framtiden.",
            "The day of leaving must not lie in the future.",
        ));
    }
    Ok(())
}

fn refused(problem: PackageExitProblem) -> Error {
    let code = match problem {
        PackageExitProblem::AllFinished => "package-all-finished",
        _ => "package-exit-refused",
    };
    Error::refused(
        code,
        problem.sentence(Language::Sv),
        problem.sentence(Language::En),
    )
}

async fn carry_out(
    app: &App,
    tx: &mut Tx,
    package: &PackageRow,
    places: Vec<Place>,
    resolution: &PackageResolution,
    on: Date,
    reason: Option<&String>,
) -> Result<Exit> {
    let term = places[0].offering.term.clone();
    let mut courses = Vec::new();
    for (Place { mut row, offering }, (_, exit)) in places.into_iter().zip(&resolution.courses) {
        let before = row.state()?;
        let after = match exit {
            CourseExit::Untouched => before,
            // The rules have looked at the dates already.
            exit => transition(
                before,
                Command::Withdraw {
                    on,
                    starts_on: on,
                    passed_result: *exit == CourseExit::Late,
                },
            )
            .map_err(not_possible)?,
        };
        if after != before {
            save(tx, &mut row, after).await?;
            if before == ApplicationState::Registered {
                tx.end_registration(row.application(), on).await?;
            }
            let left = leave(app, tx, &row, before).await?;
            tx.record(
                Fact::new("application.withdrawn", "application", row.id)
                    .before(json!({ "state": before }))
                    .after(json!({
                        "state": after, "on": on, "cohorts_left": left, "package": package.code,
                    }))
                    .reason(reason.cloned()),
            );
        }
        courses.push(CourseLeft {
            course: offering.course_code,
            title_sv: offering.title_sv,
            title_en: offering.title_en,
            offering: offering.code,
            application: row.id,
            exit: *exit,
            before,
            after,
        });
    }
    Ok(Exit {
        package: package.code.clone(),
        term,
        on,
        exit: resolution.package,
        courses,
        dry_run: false,
    })
}

async fn tell(
    app: &App,
    tx: &mut Tx,
    person: PersonId,
    package: &PackageRow,
    exit: &Exit,
) -> Result<()> {
    let row = tx
        .person(person)
        .await?
        .ok_or(Error::NotFound { what: "person" })?;
    let language = letters::language_of(&row);
    let courses = exit.courses.iter().map(|left| {
        let title = match language {
            Language::Sv => left.title_sv.clone(),
            Language::En => left.title_en.clone(),
        };
        (title, meaning(left, language))
    });
    let letter = Letter::PackageExit {
        package: match language {
            Language::Sv => package.title_sv.clone(),
            Language::En => package.title_en.clone(),
        },
        courses: courses.collect(),
    };
    letters::enqueue(app, tx, person, &letter).await
}

/// What leaving means for one course, without its code in front.
pub fn meaning(left: &CourseLeft, language: Language) -> String {
    let sentence = left.exit.sentence(&left.course, language);
    let rest = sentence
        .strip_prefix(&format!("{}: ", left.course))
        .unwrap_or(&sentence);
    let mut letters = rest.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}
