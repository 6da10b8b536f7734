//! What is told beside the data: article 15.1 a–h of the General Data Protection Regulation.

use crate::{app::App, texts::Texts, usecase::contact};
use samverkan_domain::person::Language;
use serde_json::{Value, json};

/// The information in one language, in the order of the article.
pub(super) fn of(app: &App, language: Language) -> Value {
    let t = Texts::of_language(language);
    let address = contact::address(app);
    let rows: Vec<(&str, &str, Vec<String>)> = vec![
        ("15.1 a", t.about_why(), vec![t.about_why_said().to_owned()]),
        (
            "15.1 b",
            t.about_data(),
            [
                t.about_data_identity(),
                t.about_data_work(),
                t.about_data_course(),
                t.about_data_needs(),
                t.about_data_log(),
            ]
            .map(str::to_owned)
            .to_vec(),
        ),
        (
            "15.1 c",
            t.extract_recipients(),
            vec![t.extract_recipients_said().to_owned()],
        ),
        (
            "15.1 d",
            t.about_how_long(),
            vec![t.extract_how_long_said().to_owned()],
        ),
        (
            "15.1 e",
            t.extract_rights(),
            vec![t.extract_rights_said(address)],
        ),
        (
            "15.1 f",
            t.extract_complaint(),
            vec![t.extract_complaint_said().to_owned()],
        ),
        (
            "15.1 g",
            t.extract_sources(),
            vec![t.extract_sources_said().to_owned()],
        ),
        (
            "15.1 h",
            t.extract_automated(),
            vec![t.extract_automated_said().to_owned()],
        ),
        (
            "15.4",
            t.extract_not_in(),
            vec![t.extract_not_in_said(address)],
        ),
    ];
    let rows = rows
        .into_iter()
        .map(|(article, title, said)| json!({ "article": article, "title": title, "said": said }));
    json!({
        "responsible": contact::operator(app, t.language()),
        "language": t.code(),
        "articles": rows.collect::<Vec<_>>(),
    })
}
