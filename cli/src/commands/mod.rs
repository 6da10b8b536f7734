//! The commands, one file a noun.

pub(crate) mod access;
pub(crate) mod application;
mod application_answer;
mod application_change;
mod application_show;
pub(crate) mod application_step;
pub(crate) mod approval;
pub(crate) mod audit;
pub(crate) mod audit_export;
pub(crate) mod availability;
pub(crate) mod cohort;
pub(crate) mod company;
pub(crate) mod contract;
pub(crate) mod course;
pub(crate) mod duplicate;
pub(crate) mod duplicate_merge;
pub(crate) mod erasure;
pub(crate) mod export;
pub(crate) mod export_invoice;
pub(crate) mod extract;
mod facilitator;
pub(crate) mod feed;
pub(crate) mod follow_up;
pub(crate) mod history;
pub(crate) mod import;
mod import_follow;
mod import_list;
mod import_report;
mod import_rest;
mod import_timetable;
mod import_undo;
pub(crate) mod local;
pub(crate) mod mail;
mod merits;
mod mix;
pub(crate) mod needs;
pub(crate) mod notice;
pub(crate) mod offering;
mod offering_channel;
mod operations;
mod overbook;
pub(crate) mod person;
pub(crate) mod plan;
pub(crate) mod plan_ask;
pub(crate) mod plan_change;
pub(crate) mod plan_propose;
pub(crate) mod plan_rebalance;
pub(crate) mod plan_remarks;
pub(crate) mod plan_report;
pub(crate) mod plan_what_if;
mod plan_wishes;
pub(crate) mod programme;
pub(crate) mod report;
pub(crate) mod reserve;
pub(crate) mod retention;
pub(crate) mod rollcall;
pub(crate) mod rule;
pub(crate) mod schedule;
mod schedule_find;
pub(crate) mod selection;
mod selection_run;
pub(crate) mod session;
mod session_create;
mod session_series;
pub(crate) mod solve;
mod solve_conflict;
mod solve_search;
pub(crate) mod status;
mod timetables;
mod today;
pub(crate) mod transfer;

use crate::{
    args::{Cli, Noun},
    client::{self, api::Client},
    config::{self, Saved, Target},
    error::{CliError, Result},
    output::Printer,
    text::text,
    variable,
    watch::Watch,
};

/// What commands that speak to the service need.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) api: Client,
    pub(crate) out: &'a Printer,
}

pub(crate) async fn run(cli: &Cli, out: &Printer) -> Result {
    let Some(noun) = &cli.noun else {
        return alone(cli, out).await;
    };
    match noun {
        // These speak to no service and read no settings.
        Noun::Completions { shell } => return local::completions(*shell, out),
        Noun::Schema => return local::schema(out),
        Noun::Man { folder } => return local::manual(folder, out),
        Noun::Cohort(cohort::Verb::Solve(solve)) => return solve::solve(solve, out),
        Noun::Selection(selection::Verb::Verify(record)) => return selection::verify(record, out),
        Noun::Audit(audit::Verb::Check(wanted)) => return audit_export::check(out, wanted),
        Noun::Login => return access::login(cli.globals.url.as_deref(), out).await,
        _ => {}
    }
    if cli.watch.is_wanted() {
        return Err(CliError::usage(text!(
            "--watch skrivs efter kommandot: samverkan status --watch",
            "--watch is written after the command: samverkan status --watch"
        )));
    }
    let context = connect(cli, out)?;
    let look = async || dispatch(&context, noun).await;
    watched(noun).over(out, look).await
}

async fn dispatch(context: &Context<'_>, noun: &Noun) -> Result {
    match noun {
        Noun::Course(verb) => course::run(context, verb).await,
        Noun::Offering(verb) => offering::run(context, verb).await,
        Noun::Person(verb) => person::run(context, verb).await,
        Noun::Application(verb) => application::run(context, verb).await,
        Noun::Contract(verb) => contract::run(context, verb).await,
        Noun::Rollcall(verb) => rollcall::run(context, verb).await,
        Noun::Export(verb) => export::run(context, verb).await,
        Noun::Report(wanted) => report::run(context, wanted).await,
        Noun::FollowUp(verb) => follow_up::run(context, verb).await,
        Noun::Reserve(verb) => reserve::run(context, verb).await,
        Noun::Approval(verb) => approval::run(context, verb).await,
        Noun::Import(verb) => import::run(context, verb).await,
        Noun::Cohort(verb) => cohort::run(context, verb).await,
        Noun::Session(verb) => session::run(context, verb).await,
        Noun::Notice(verb) => notice::run(context, verb).await,
        Noun::Schedule(verb) => schedule::run(context, verb).await,
        Noun::Feed(verb) => feed::run(context, verb).await,
        Noun::Audit(verb) => audit::run(context, verb).await,
        Noun::Retention(verb) => retention::run(context, verb).await,
        Noun::Mail(verb) => mail::run(context, verb).await,
        Noun::Token(verb) => access::run(context, verb).await,
        Noun::Status(_) => status::run(context).await,
        Noun::Operations(_) => operations::run(context).await,
        Noun::Programme(verb) => programme::run(context, verb).await,
        Noun::Completions { .. } | Noun::Schema | Noun::Man { .. } | Noun::Login => Ok(()),
        Noun::Selection(verb) => selection_run::run(context, verb).await,
    }
}

/// How often to look again at what is shown. The commands that have `--watch` are those that show what others do.
fn watched(noun: &Noun) -> Watch {
    match noun {
        Noun::Status(watch)
        | Noun::Operations(watch)
        | Noun::Offering(offering::Verb::List { watch, .. } | offering::Verb::Show { watch, .. })
        | Noun::Application(application::Verb::List(application::List { watch, .. }))
        | Noun::Approval(approval::Verb::List { watch, .. })
        | Noun::Reserve(reserve::Verb::List { watch, .. })
        | Noun::Rollcall(rollcall::Verb::Show { watch, .. })
        | Noun::FollowUp(follow_up::Verb::Show { watch, .. })
        | Noun::Notice(notice::Verb::List(notice::List { watch, .. }))
        | Noun::Mail(mail::Verb::List(mail::List { watch, .. }))
        | Noun::Audit(audit::Verb::List(audit::List { watch, .. })) => *watch,
        _ => Watch::default(),
    }
}

/// What `samverkan` alone says: what needs doing, or how to begin.
async fn alone(cli: &Cli, out: &Printer) -> Result {
    if target(cli)?.token.is_none() && !out.json {
        return today::begin(out);
    }
    let context = connect(cli, out)?;
    cli.watch
        .over(out, async || today::run(&context).await)
        .await
}

fn target(cli: &Cli) -> Result<Target> {
    let saved = match config::path(variable) {
        Some(path) => config::load(&path)?,
        None => Saved::default(),
    };
    let url = cli.globals.url.as_deref();
    Ok(config::target(url, variable, &saved))
}

fn connect<'a>(cli: &Cli, out: &'a Printer) -> Result<Context<'a>> {
    let target = target(cli)?;
    remark_clear(&target, out);
    Ok(Context {
        api: client::client(&target, out.lang)?,
        out,
    })
}

fn remark_clear(target: &Target, out: &Printer) {
    if client::in_the_clear(target) {
        let url = &target.url;
        out.note(&text!(
            "Varning: nyckeln går oskyddad över nätet till {url}; använd https",
            "Warning: the token travels unprotected to {url}; use https"
        ));
    }
}

/// An optional value as a cell.
fn or_empty(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}
