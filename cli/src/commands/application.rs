//! Applications: from request to registration or exit.

use super::{
    Context,
    application_answer::{self, Answer},
    application_show::{receipt, show},
    or_empty,
};
use crate::{
    args::{Seen, one_of},
    client::{api::types, fresh_key, given, if_match},
    error::Result,
    named::{ApplicationRef, Named, PersonRef, maybe},
    output::{Printer, col, num},
    page::{Paging, page},
    text::{tenths, text, word},
    watch::Watch,
};
use clap::{Args, Subcommand};

const STATES: &[&str] = super::application_step::STATES;

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Applications
    #[command(
        after_help = "Example:\n  samverkan application list --offering SA123A-V9001V27 --state reserve --group TPAV"
    )]
    List(List),
    /// Apply for somebody, who has applied on paper or by telephone
    #[command(
        after_help = "Example:\n  samverkan application add SA123A-V9001V27 --channel LOTT-DEMO --person \"Anna Ek\""
    )]
    Add(Add),
    /// One application with its decisions
    Show {
        /// Id, name, or OFFERING/NAME
        application: ApplicationRef,
    },
    /// What was decided and why, how to appeal, and how to check a selection
    Receipt {
        /// Id, name, or OFFERING/NAME
        application: ApplicationRef,
    },
    /// Give a place
    Admit {
        /// Id, name, or OFFERING/NAME
        application: ApplicationRef,
        /// Needed to pass somebody who stands before; kept in the decision
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
        #[command(flatten)]
        seen: Seen,
    },
    /// Answer yes or no for somebody who has said so
    #[command(
        after_help = "Example:\n  samverkan application answer 01a208ed-21ef-7091-a2b4-84c69b3dac66 yes"
    )]
    Answer(Answer),
    /// Register somebody who is admitted
    Register {
        /// Id, name, or OFFERING/NAME
        application: ApplicationRef,
        /// The condition of the admission is met
        #[arg(long)]
        condition_met: bool,
        #[command(flatten)]
        seen: Seen,
    },
    /// Take somebody off the course: återbud, tidigt or sent avbrott, by the dates
    Withdraw {
        /// Id, name, or OFFERING/NAME
        application: ApplicationRef,
        /// Kept in the record
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
        /// The person has a passed result: then it is never an early exit
        #[arg(long)]
        passed_result: bool,
        #[command(flatten)]
        seen: Seen,
    },
    #[command(flatten)]
    Step(super::application_step::Verb),
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Code or id of the offering
    offering: String,
    /// Code or id of an open channel
    #[arg(long)]
    channel: String,
    /// Id or name of the person
    #[arg(long, value_name = "PERSON")]
    person: PersonRef,
    /// A decision even if the person is not eligible: a written refusal can be appealed
    #[arg(long)]
    insist: bool,
    /// The same for colleagues who want to be admitted together or not at all
    #[arg(long, value_name = "CODE")]
    joint: Option<String>,
    /// The application whose place is kept until this one is given: id or OFFERING/NAME
    #[arg(long, value_name = "APPLICATION")]
    keeps: Option<ApplicationRef>,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Code or id of the offering
    #[arg(long)]
    offering: Option<String>,
    /// Code or id of the channel
    #[arg(long)]
    channel: Option<String>,
    /// Id or name of the person
    #[arg(long, value_name = "PERSON")]
    person: Option<PersonRef>,
    /// Where they stand
    #[arg(long, value_parser = one_of::<types::ApplicationState>(STATES))]
    state: Option<types::ApplicationState>,
    /// Selection group, such as TPAV
    #[arg(long)]
    group: Option<String>,
    #[command(flatten)]
    paging: Paging,
    #[command(flatten)]
    pub(crate) watch: Watch,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List(wanted) => list(context, wanted).await,
        Verb::Add(new) => add(context, new).await,
        Verb::Step(verb) => super::application_step::run(context, verb).await,
        Verb::Show { application } => show(context.out, &fetch(context, application).await?),
        Verb::Receipt { application } => receipt(context, application.id(context).await?).await,
        Verb::Admit {
            application,
            reason,
            seen,
        } => {
            let before = fetch(context, application).await?;
            let (who, offering) = (&before.person_name, &before.offering_code);
            context.out.confirm(&text!(
                "{who} antas till {offering} och får besked med e-post.",
                "{who} is admitted to {offering} and told by mail."
            ))?;
            let call = context.api.admit().application(before.id);
            let call = call.if_match(if_match(seen.revision, before.revision));
            let after = call
                .body(types::Admit {
                    reason: reason.clone(),
                })
                .send()
                .await?;
            changed(context.out, &after.into_inner())
        }
        Verb::Answer(answer) => application_answer::run(context, answer).await,
        Verb::Register {
            application,
            condition_met,
            seen,
        } => {
            let before = fetch(context, application).await?;
            let (who, offering) = (&before.person_name, &before.offering_code);
            context.out.confirm(&text!(
                "{who} registreras på {offering}.",
                "{who} is registered on {offering}."
            ))?;
            let call = context.api.register().application(before.id);
            let call = call.if_match(if_match(seen.revision, before.revision));
            let body = types::Register {
                condition_met: *condition_met,
            };
            changed(context.out, &call.body(body).send().await?.into_inner())
        }
        Verb::Withdraw {
            application,
            reason,
            passed_result,
            seen,
        } => {
            let before = fetch(context, application).await?;
            let (who, offering) = (&before.person_name, &before.offering_code);
            context.out.confirm(&text!(
                "{who} lämnar {offering}. Platsen går till näste reserv, om det finns en. Det går inte att ångra.",
                "{who} leaves {offering}. The seat goes to the next reserve, if there is one. It cannot be undone."
            ))?;
            let call = context.api.withdraw().application(before.id);
            let call = call.if_match(if_match(seen.revision, before.revision));
            let body = types::Withdraw {
                passed_result: *passed_result,
                reason: reason.clone(),
            };
            changed(context.out, &call.body(body).send().await?.into_inner())
        }
    }
}

pub(super) async fn fetch(
    context: &Context<'_>,
    application: &ApplicationRef,
) -> Result<types::Application> {
    Ok(context
        .api
        .get_application()
        .application(application.id(context).await?)
        .send()
        .await?
        .into_inner())
}

pub(super) fn changed(out: &Printer, application: &types::Application) -> Result {
    out.show(application, |out| {
        let (who, offering) = (&application.person_name, &application.offering_code);
        out.line(&format!(
            "{who}, {offering}: {}",
            word(out.lang, application.state)
        ))
    })
}

async fn list(context: &Context<'_>, wanted: &List) -> Result {
    let person = maybe(wanted.person.as_ref(), context).await?;
    let page = wanted
        .paging
        .fetch(async |limit, cursor| {
            let call = given!(
                context.api.list_applications().limit(limit),
                offering: wanted.offering.as_ref(),
                channel: wanted.channel.as_ref(),
                person: person,
                state: wanted.state,
                selection_group: wanted.group.as_ref(),
                cursor: cursor,
            );
            Ok(page!(call.send().await?))
        })
        .await?;
    context.out.show(&page, |out| {
        let rows = page.items.iter().map(|application| {
            vec![
                application.person_name.clone(),
                word(out.lang, application.state),
                application.offering_code.clone(),
                application.channel_code.clone(),
                or_empty(application.selection_group.as_ref()),
                application
                    .merit_tenths
                    .map(|merit| tenths(out.lang, merit))
                    .unwrap_or_default(),
                or_empty(application.reserve_position.as_ref()),
                application.id.to_string(),
            ]
        });
        let columns = [
            col("Namn", "Name"),
            col("Läge", "State"),
            col("Kurstillfälle", "Offering"),
            col("Kanal", "Channel"),
            col("Urvalsgrupp", "Group"),
            num("Merit", "Merit"),
            num("Reserv", "Reserve"),
            col("Id", "Id"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())?;
        page.remark(out);
        Ok(())
    })
}

async fn add(context: &Context<'_>, new: &Add) -> Result {
    let call = context.api.apply().offering(&new.offering);
    let call = call.idempotency_key(fresh_key());
    let keeps = maybe(new.keeps.as_ref(), context).await?;
    let body = types::NewApplication {
        channel: new.channel.clone(),
        insist: new.insist,
        joint_code: new.joint.clone(),
        keeps,
        person: Some(new.person.id(context).await?),
    };
    let receipt = call.body(body).send().await?.into_inner();
    context.out.show(&receipt, |out| {
        let (id, state) = (
            receipt.application,
            word(out.lang, receipt.state.to_string()),
        );
        match receipt.reserve_position {
            Some(n) => out.say(&text!(
                "Anmälan {id}: {state} nummer {n}",
                "Application {id}: {state} number {n}"
            )),
            None => out.say(&text!("Anmälan {id}: {state}", "Application {id}: {state}")),
        }
    })
}
