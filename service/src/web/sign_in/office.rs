//! Who works with the service: seen, invited and taken off by staff who may. A person's name is shown
//! as people's names are shown to the caller: that of a protected person is an alias.

use super::{
    refused, see,
    who::{ManageTokens, Posted, ReadAudit, Staff},
};
use crate::{
    app::App,
    error::Result,
    texts::Texts,
    usecase::{
        Caller, Permission, Role,
        letters::moment,
        people,
        sign_in::{self, Invited},
        today::{self, Waiting, Waits},
    },
    web::{auditing::AUDIT, board::OFFERINGS, form::CSRF, frame::Frame, page::Place},
};
use askama::Template;
use poem::{
    Response, handler,
    web::{Data, Path},
};
use samverkan_domain::id::PersonId;
use uuid::Uuid;

/// Where the page is.
pub const STAFF: &str = "/personal";

/// What needs doing, and where: a page of the site, or else a command.
struct ToDo {
    says: String,
    offering: Option<String>,
    due: Option<String>,
    page: Option<String>,
    command: String,
}

struct One {
    id: String,
    name: String,
    role: &'static str,
    since: String,
    keys: usize,
    invited: Option<String>,
}

#[derive(Template)]
#[template(path = "staff.html")]
struct Shown<'a> {
    t: Texts,
    csrf: &'a str,
    csrf_field: &'static str,
    offerings: &'static str,
    audit: &'static str,
    today: Vec<ToDo>,
    staff: Vec<One>,
    invited: Option<(String, String)>,
}

fn role(t: Texts, role: Role) -> &'static str {
    match role {
        Role::Officer => t.staff_officer(),
        Role::Auditor => t.staff_auditor(),
        Role::Archivist => t.staff_archivist(),
        // The last three are nobody's on the site.
        Role::Administrator | Role::Participant | Role::ProgrammeResponsible | Role::Technician => {
            t.staff_administrator()
        }
    }
}

/// The page of the site where it is done or seen, if there is one.
fn done_at(one: &Waiting) -> Option<String> {
    let offering = one.offering.as_deref()?;
    let page = match one.what {
        Waits::Proposals | Waits::NoCohorts | Waits::Unplaced => "grupper",
        Waits::FollowUp => "upprop",
        _ => return None,
    };
    Some(format!("{OFFERINGS}/{offering}/{page}"))
}

async fn to_do(app: &App, caller: &Caller, t: Texts) -> Result<Vec<ToDo>> {
    let today = today::look(app, caller).await?;
    let todo = today.waits.into_iter().map(|one| ToDo {
        says: one.says(t),
        due: one.due.map(|due| t.today_due(moment(due, t.language()))),
        page: done_at(&one),
        command: one.command(),
        offering: one.offering,
    });
    Ok(todo.collect())
}

async fn page(
    app: &App,
    frame: &Frame,
    caller: &Caller,
    invited: Option<&Invited>,
) -> Result<Response> {
    let (t, language) = (frame.t, frame.language());
    let mut all = Vec::new();
    for view in sign_in::staff(app, caller).await? {
        let person = people::get(app, caller, view.person).await?;
        let name = match person.email {
            Some(email) if person.name.trim().is_empty() => email,
            _ => person.name,
        };
        all.push(One {
            id: view.person.to_string(),
            name,
            role: role(t, view.role),
            since: moment(view.created_at, language),
            keys: view.passkeys,
            invited: view.invited_until.map(|until| moment(until, language)),
        });
    }
    let body = Shown {
        t,
        csrf: frame.visitor.csrf.as_deref().unwrap_or_default(),
        csrf_field: CSRF,
        offerings: OFFERINGS,
        audit: AUDIT,
        today: to_do(app, caller, t).await?,
        staff: all,
        invited: invited.map(|new| (new.address.clone(), moment(new.until, language))),
    };
    let page = frame.page(t.staff_title()).at(Place::Staff);
    Ok(page.show(&body))
}

/// Where staff begin. Who only examines what has happened begins there.
#[handler]
pub(super) async fn show(app: Data<&App>, frame: Frame, staff: Staff<ReadAudit>) -> Response {
    if !staff.caller.may(Permission::ManageTokens) {
        return see(AUDIT);
    }
    let page = page(&app, &frame, &staff.caller, None).await;
    page.unwrap_or_else(|error| refused(&frame, &error))
}

#[handler]
pub(super) async fn invite(
    app: Data<&App>,
    frame: Frame,
    staff: Staff<ManageTokens>,
    form: Posted,
) -> Response {
    let role = match form.value("roll") {
        "officer" => Role::Officer,
        "auditor" => Role::Auditor,
        "archivist" => Role::Archivist,
        _ => Role::Administrator,
    };
    let invited = sign_in::invite(&app, &staff.caller, form.value("adress"), role).await;
    let page = match &invited {
        Ok(invited) => page(&app, &frame, &staff.caller, Some(invited)).await,
        Err(error) => return refused(&frame, error),
    };
    page.unwrap_or_else(|error| refused(&frame, &error))
}

#[handler]
pub(super) async fn end(
    app: Data<&App>,
    id: Path<Uuid>,
    frame: Frame,
    staff: Staff<ManageTokens>,
    _form: Posted,
) -> Response {
    match sign_in::end_staff(&app, &staff.caller, PersonId(id.0)).await {
        Ok(()) => see(STAFF),
        Err(error) => refused(&frame, &error),
    }
}

/// Signs a person out everywhere.
#[handler]
pub(super) async fn sign_out(
    app: Data<&App>,
    id: Path<Uuid>,
    frame: Frame,
    staff: Staff<ManageTokens>,
    _form: Posted,
) -> Response {
    match sign_in::end_others(&app, &staff.caller, PersonId(id.0), None).await {
        Ok(()) => see(STAFF),
        Err(error) => refused(&frame, &error),
    }
}
