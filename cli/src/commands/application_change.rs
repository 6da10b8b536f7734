//! Applications: coming back, substitution, leaving a package.

use super::{Context, application::fetch};
use crate::{
    args::{Seen, day},
    client::{api::types, fresh_key, if_match},
    error::Result,
    named::{ApplicationRef, Named, PersonRef, maybe},
    output::col,
    text::{text, word},
};
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Return {
    /// Id, name, or OFFERING/NAME
    application: ApplicationRef,
    /// Code or id of the later offering
    #[arg(long)]
    offering: String,
    /// Code or id of a channel of it
    #[arg(long)]
    channel: String,
    /// Kept in the decision
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Diarienummer of the decision
    #[arg(long, value_name = "NUMBER")]
    diarienummer: Option<String>,
    #[command(flatten)]
    seen: Seen,
}

#[derive(Debug, Args)]
pub(crate) struct Substitute {
    /// The application that gives up its place: id, name, or OFFERING/NAME
    application: ApplicationRef,
    /// Id or name of who comes instead; or give name, address and profession
    #[arg(long, value_name = "PERSON", conflicts_with_all = ["given_name", "family_name", "email", "profession"])]
    person: Option<PersonRef>,
    #[arg(long, value_name = "NAME", required_unless_present = "person")]
    given_name: Option<String>,
    #[arg(long, value_name = "NAME", required_unless_present = "person")]
    family_name: Option<String>,
    #[arg(long, value_name = "ADDRESS", required_unless_present = "person")]
    email: Option<String>,
    /// Code of the profession
    #[arg(long, value_name = "CODE", required_unless_present = "person")]
    profession: Option<String>,
    /// Kept in the decision
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    seen: Seen,
}

#[derive(Debug, Args)]
pub(crate) struct LeavePackage {
    /// Id or name of the person
    person: PersonRef,
    /// Code of the package
    #[arg(long, value_name = "CODE")]
    package: String,
    /// Day of leaving; default: today
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<String>,
    /// Term, if the person reads the package in several
    #[arg(long)]
    term: Option<String>,
    /// Code of a course of which some part is passed; may be given several times
    #[arg(long, value_name = "COURSE")]
    partly_passed: Vec<String>,
    /// Only show what would happen
    #[arg(long)]
    dry_run: bool,
    /// Kept in the record
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

pub(super) async fn come_back(context: &Context<'_>, wanted: &Return) -> Result {
    let before = fetch(context, &wanted.application).await?;
    let (who, offering) = (&before.person_name, &wanted.offering);
    context.out.confirm(&text!(
        "{who} får en plats på {offering} och besked med e-post.",
        "{who} gets a place on {offering} and is told by mail."
    ))?;
    let call = context.api.return_to_course().application(before.id);
    let call = call
        .if_match(if_match(wanted.seen.revision, before.revision))
        .idempotency_key(fresh_key());
    let body = types::Return {
        channel: wanted.channel.clone(),
        diarienummer: wanted.diarienummer.clone(),
        offering: wanted.offering.clone(),
        reason: wanted.reason.clone(),
    };
    let done = call.body(body).send().await?.into_inner();
    context.out.show(&done, |out| {
        let (id, taken, seats) = (done.application, done.seats_taken, done.seats);
        if done.over_seats {
            out.note(&text!(
                "Platsen var sparad och ges ändå: kanalen har nu {taken} på {seats} platser",
                "The place was kept and is given all the same: the channel now has {taken} on {seats} seats"
            ));
        }
        out.say(&text!("{who}, {offering}: antagen ({id})", "{who}, {offering}: admitted ({id})"))
    })
}

pub(super) async fn substitute(context: &Context<'_>, wanted: &Substitute) -> Result {
    let before = fetch(context, &wanted.application).await?;
    let (who, offering) = (&before.person_name, &before.offering_code);
    context.out.confirm(&text!(
        "{who} lämnar platsen på {offering} till någon annan. Båda får besked med e-post.",
        "{who} gives up the place on {offering} to somebody else. Both are told by mail."
    ))?;
    let call = context.api.substitute().application(before.id);
    let call = call
        .if_match(if_match(wanted.seen.revision, before.revision))
        .idempotency_key(fresh_key());
    let person = maybe(wanted.person.as_ref(), context).await?;
    let body = types::Substitute {
        email: wanted.email.clone(),
        family_name: wanted.family_name.clone(),
        given_name: wanted.given_name.clone(),
        person,
        profession: wanted.profession.clone(),
        reason: wanted.reason.clone(),
    };
    let done = call.body(body).send().await?.into_inner();
    context.out.show(&done, |out| {
        let id = done.application;
        out.say(&text!(
            "Någon annan har nu platsen: {id}. Gruppen får den som kommer med nästa förslag.",
            "Somebody else now has the place: {id}. The newcomer gets a cohort with the next plan."
        ))
    })
}

pub(super) async fn leave_package(context: &Context<'_>, wanted: &LeavePackage) -> Result {
    if !wanted.dry_run {
        let package = &wanted.package;
        context.out.confirm(&text!(
            "Personen lämnar alla kurser i {package} som inte är avklarade. Det går inte att ångra. Se först med --dry-run.",
            "The person leaves every course of {package} that is not completed. It cannot be undone. Look first with --dry-run."
        ))?;
    }
    let call = context
        .api
        .leave_package()
        .person(wanted.person.id(context).await?);
    let body = types::NewPackageExit {
        dry_run: wanted.dry_run,
        on: wanted.on.clone(),
        package: wanted.package.clone(),
        partly_passed: wanted.partly_passed.clone(),
        reason: wanted.reason.clone(),
        term: wanted.term.clone(),
    };
    let exit = call.idempotency_key(fresh_key()).body(body).send().await?;
    let exit = exit.into_inner();
    context.out.show(&exit, |out| {
        out.line(&exit.summary)?;
        let rows = exit.courses.iter().map(|left| {
            vec![
                left.offering_code.clone(),
                word(out.lang, left.before),
                word(out.lang, left.after),
                left.summary.clone(),
            ]
        });
        let columns = [
            col("Kurstillfälle", "Offering"),
            col("Före", "Before"),
            col("Efter", "After"),
            col("Det betyder", "What it means"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())?;
        if exit.dry_run {
            out.note(&text!(
                "Inget är ändrat (--dry-run)",
                "Nothing is changed (--dry-run)"
            ));
        }
        Ok(())
    })
}
