//! How to subscribe to a calendar: behind its address without `.ics`. Read only.

use super::{
    page::{escaped, language, page, paragraph, pick},
    qr, said, subscribe_words as words,
};
use crate::{
    app::App,
    error::Error,
    usecase::feeds::{self, Opened},
};
use poem::{Request, Response, http::StatusCode};
use samverkan_domain::{calendar::FeedView, person::Language};

/// What the token leads to, as a page; or the page that says why there is none.
pub(super) async fn live(app: &App, token: &str, language: Language) -> Result<FeedView, Response> {
    match feeds::opened(app, token).await {
        Ok(Opened::Live(feed)) => Ok(feed),
        Ok(Opened::Revoked) => Err(no_calendar(
            language,
            StatusCode::GONE,
            words::ended(language),
        )),
        Ok(Opened::Unknown) => {
            let said = words::unknown(language);
            Err(no_calendar(language, StatusCode::NOT_FOUND, said))
        }
        Err(error) => Err(unavailable(language, &error)),
    }
}

fn unavailable(language: Language, error: &Error) -> Response {
    error.note();
    let said = words::later(language);
    no_calendar(language, StatusCode::SERVICE_UNAVAILABLE, said)
}

fn no_calendar(language: Language, status: StatusCode, why: &str) -> Response {
    let title = pick(language, "Ingen kalender här", "No calendar here");
    let main = format!(
        "<p class=\"said\" role=\"alert\">{}</p>\n{}",
        escaped(why),
        paragraph(said::whom_to_ask(language))
    );
    page(language, status, title, &main)
}

/// The page.
pub(crate) async fn show(app: &App, token: &str, request: &Request) -> Response {
    let language = language(request);
    match live(app, token, language).await {
        Ok(feed) => shown(app, token, language, &feed),
        Err(refused) => refused,
    }
}

fn shown(app: &App, token: &str, language: Language, feed: &FeedView) -> Response {
    let address = format!("{}/calendar/{token}", app.public_url);
    let calendar = format!("{address}.ics");
    let mut main = paragraph(words::what(language));
    main += &format!(
        "<p><a class=\"button\" href=\"{}\">{}</a></p>\n",
        escaped(&feeds::webcal(&calendar)),
        words::one_tap(language)
    );
    main += &paragraph(words::if_nothing_happens(language));
    main += &format!("<p><code>{}</code></p>\n", escaped(&calendar));
    main += &paragraph(words::secret(language));
    for program in words::PROGRAMS {
        main += &format!("<h2>{}</h2>\n<ol>\n", program.name);
        for step in pick(language, program.sv, program.en) {
            main += &format!("<li>{}</li>\n", escaped(step));
        }
        main += "</ol>\n";
        main += &paragraph(pick(language, program.delay.0, program.delay.1));
    }
    let title = pick(language, "I telefonen", "On your telephone");
    let described = words::code(language);
    if let Some(code) = qr::svg(&address, described) {
        main += &format!("<h2>{title}</h2>\n{}{code}", paragraph(described));
    }
    main += &format!(
        "<h2>{}</h2>\n<p><a href=\"{}\">{}</a></p>\n",
        pick(
            language,
            "Utan kalenderprogram",
            "Without a calendar program"
        ),
        escaped(&format!(
            "{address}.html?sprak={}",
            pick(language, "sv", "en")
        )),
        words::printable(language)
    );
    let title = match language {
        Language::Sv => format!("Prenumerera på {}", feed.name),
        Language::En => format!("Subscribe to {}", feed.name),
    };
    page(language, StatusCode::OK, &title, &main)
}
