//! The letter as somebody gets it, before it is sent and after.

use super::{
    Notice,
    compose::Setting,
    list::{Attending, find},
};
use crate::{
    app::App,
    error::{Error, Result},
    store::Tx,
    usecase::{Caller, Permission, letters},
};
use samverkan_domain::{
    id::{NoticeId, PersonId},
    person::Language,
};

/// A letter as it is read.
#[derive(Debug, Clone)]
pub struct LetterView {
    pub subject: String,
    pub body: String,
    pub language: Language,
    /// How many pieces of news it tells.
    pub notices: usize,
    pub sent: bool,
}

/// The letter by which a person is told of a notice: the one that was sent, or the one that would
/// be, with all else that is due with it.
pub async fn letter(
    app: &App,
    caller: &Caller,
    id: NoticeId,
    person: PersonId,
) -> Result<LetterView> {
    caller.require(Permission::EditSchedule)?;
    let mut tx = app.read().await?;
    let row = find(&mut tx, id).await?;
    let settings = app.mailer.settings();
    match &*row.state {
        "pending" => {
            let theirs = theirs(&mut tx, &row, person).await?;
            let setting = Setting::of(&mut tx, &theirs).await?;
            let missing = Error::NotFound { what: "person" };
            let to = tx.person(person).await?.ok_or(missing)?;
            let language = letters::language_of(&to);
            let letter = setting.letter(&to, &theirs.iter().collect::<Vec<_>>());
            Ok(LetterView {
                subject: letter.subject(language),
                body: letter.body(language, settings, &to.shown_name()),
                language,
                notices: theirs.len(),
                sent: false,
            })
        }
        "sent" => {
            let sent = tx.told_by(id, person).await?.ok_or_else(not_told)?;
            let language = if sent.language == "en" {
                Language::En
            } else {
                Language::Sv
            };
            let letter = letters::open_kept(app, &sent)?.ok_or_else(|| {
                Error::refused(
                    "letter-weeded",
                    "Brevet är gallrat.",
                    "The letter has been weeded.",
                )
            })?;
            Ok(LetterView {
                subject: letter.subject(language),
                body: letter.body(language, settings, &sent.to_name),
                language,
                notices: letter.news(),
                sent: true,
            })
        }
        _ => Err(Error::refused(
            "notice-not-told",
            "Beskedet skickas inte, så det finns inget brev.",
            "The notice is not sent, so there is no letter.",
        )),
    }
}

/// All that a person is told together with this notice.
async fn theirs(
    tx: &mut Tx,
    row: &crate::store::notice::NoticeRow,
    person: PersonId,
) -> Result<Vec<Notice>> {
    let (mut theirs, mut attending) = (Vec::new(), Attending::default());
    for other in tx.notices_due(row.due_at).await? {
        if other.due_at != row.due_at {
            continue;
        }
        let notice = Notice::read(&other)?;
        let attends = attending.of(tx, &notice.after).await?.contains(&person);
        if attends && notice.is_for(person) {
            theirs.push(notice);
        }
    }
    if theirs.iter().any(|notice| notice.id.0 == row.id) {
        Ok(theirs)
    } else {
        Err(not_told())
    }
}

fn not_told() -> Error {
    Error::refused(
        "not-told",
        "Personen får inget brev om det här: personen deltar inte, deltog inte när ändringen gjordes eller saknar adress.",
        "The person gets no letter about this: the person does not take part, did not when the change was made, or has no address.",
    )
}
