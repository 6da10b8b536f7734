//! Answering what an application asks: a page that says what the answer means, then the answer.

use super::{Confirm, csrf, done, id, places, refused};
use crate::{
    app::App,
    error::{Error, Result},
    usecase::{
        Seen,
        answers::{self, QuestionKind},
        mine::{self, Place},
    },
    web::{
        answer_words,
        frame::Frame,
        page::Place as At,
        sign_in::who::{Posted, SignedIn},
        ways,
    },
};
use poem::{
    Response, handler,
    web::{Data, Path},
};
use samverkan_domain::id::ApplicationId;

/// The word in the address.
fn is_yes(word: &str) -> Result<bool> {
    match word {
        "ja" => Ok(true),
        "nej" => Ok(false),
        _ => Err(Error::NotFound { what: "page" }),
    }
}

fn asked(frame: &Frame, place: &Place, yes: bool) -> Response {
    let t = frame.t;
    let Some(question) = place.open_question() else {
        let none = Error::refused(
            "no-answer-asked",
            "Det finns ingen fråga att svara på just nu. Var anmälan står ser du på Min sida.",
            "There is no question to answer now. My page shows where the application stands.",
        );
        return refused(frame, none);
    };
    let interest = question.kind == QuestionKind::Interest;
    let (title, means, button) = match (interest, yes) {
        (true, true) => (
            t.my_answer_stay_title(),
            t.my_answer_stay_means(),
            t.my_place_stay(),
        ),
        (true, false) => {
            let title = t.my_answer_leave_title();
            (title, t.my_answer_leave_means(), t.my_place_leave_list())
        }
        (false, true) => (
            t.my_answer_yes_title(),
            t.my_answer_yes_means(),
            t.my_place_yes(),
        ),
        (false, false) => (
            t.my_answer_no_title(),
            t.my_answer_no_means(),
            t.my_place_no(),
        ),
    };
    let mut said = vec![means.to_owned()];
    if yes && question.together {
        said.push(t.answer_call_together().to_owned());
    }
    let page = frame
        .page(title)
        .at(At::MyPage)
        .above(places::course(t, place));
    page.show(&Confirm {
        t,
        csrf: csrf(frame),
        fault: None,
        said,
        facts: answer_words::facts(t, question, !interest),
        carries: Vec::new(),
        button,
        back: ways::MY_PAGE,
    })
}

#[handler]
pub(super) async fn ask(
    app: Data<&App>,
    path: Path<(String, String)>,
    frame: Frame,
    signed: SignedIn,
) -> Response {
    let (application, word) = &path.0;
    let found = async {
        let yes = is_yes(word)?;
        let application = ApplicationId(id(application)?);
        let place = mine::place(&app, &signed.caller(), application).await?;
        Ok::<_, Error>((place, yes))
    };
    match found.await {
        Ok((place, yes)) => asked(&frame, &place, yes),
        Err(error) => refused(&frame, error),
    }
}

#[handler]
pub(super) async fn act(
    app: Data<&App>,
    path: Path<(String, String)>,
    frame: Frame,
    signed: SignedIn,
    _form: Posted,
) -> Response {
    let (application, word) = &path.0;
    let answered = async {
        let yes = is_yes(word)?;
        let application = ApplicationId(id(application)?);
        answers::answer(&app, &signed.caller(), application, Seen::Missing, yes).await
    };
    match answered.await {
        Ok(answered) => done(ways::MY_PAGE, answered.outcome.word()),
        Err(error) => refused(&frame, error),
    }
}
