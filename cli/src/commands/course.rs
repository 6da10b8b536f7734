//! Courses: what offerings are deliveries of.

use super::{Context, or_empty};
use crate::{
    client::{api::types, fresh_key},
    error::Result,
    output::{col, num},
    text::{tenths, text},
};
use clap::{Args, Subcommand};

const CREATE_EXAMPLE: &str = "\
Example:
  samverkan course create SA123A --title-sv 'Samverkan för att främja skolnärvaro' \\
    --title-en 'Collaboration to Promote School Attendance' --credits 15 --level A1N \\
    --main-field 'Socialt arbete' --source 'Kursplan 2026-10-01'";

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Courses
    List,
    /// One course
    Show {
        /// Code
        course: String,
    },
    /// Add a course
    #[command(after_help = CREATE_EXAMPLE)]
    Create(Create),
}

#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Code: two capitals, three digits, level letter
    code: String,
    /// Title in Swedish
    #[arg(long, value_name = "TEXT")]
    title_sv: String,
    /// Title in English
    #[arg(long, value_name = "TEXT")]
    title_en: String,
    /// Higher-education credits, such as 7.5
    #[arg(long, value_name = "HP", value_parser = in_tenths)]
    credits: i64,
    /// Level within the field, such as A1N
    #[arg(long)]
    level: String,
    /// Main field of study
    #[arg(long, value_name = "TEXT")]
    main_field: String,
    /// Where the facts come from
    #[arg(long, value_name = "TEXT")]
    source: String,
    /// Code of the package the course belongs to
    #[arg(long, value_name = "CODE")]
    package: Option<String>,
    /// Address of the syllabus
    #[arg(long, value_name = "URL")]
    syllabus_url: Option<String>,
    /// This is demonstration data
    #[arg(long)]
    demo: bool,
}

/// Credits with at most one decimal, as tenths.
fn in_tenths(text: &str) -> std::result::Result<i64, String> {
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let one_digit = part.len() == 1;
    let number = format!("{whole}{part}")
        .parse::<u32>()
        .ok()
        .filter(|_| one_digit && !whole.is_empty());
    number
        .map(i64::from)
        .ok_or_else(|| "write it as 15 or 7.5".to_owned())
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List => list(context).await,
        Verb::Show { course } => {
            let course = context
                .api
                .get_course()
                .code(course)
                .send()
                .await?
                .into_inner();
            context.out.show(&course, |out| {
                out.facts(&[
                    (col("Kod", "Code"), course.code.clone()),
                    (
                        col("Kurs", "Course"),
                        out.lang.pick(&course.title_sv, &course.title_en).clone(),
                    ),
                    (
                        col("Högskolepoäng", "Credits"),
                        tenths(out.lang, course.credits_tenths),
                    ),
                    (col("Fördjupning", "Level"), course.level.clone()),
                    (col("Huvudområde", "Main field"), course.main_field.clone()),
                    (
                        col("Kursplan", "Syllabus"),
                        or_empty(course.syllabus_url.as_ref()),
                    ),
                    (col("Källa", "Source"), course.source.clone()),
                ])
            })
        }
        Verb::Create(new) => create(context, new).await,
    }
}

async fn list(context: &Context<'_>) -> Result {
    let courses = context.api.list_courses().send().await?.into_inner();
    context.out.show(&courses, |out| {
        let rows = courses.iter().map(|course| {
            vec![
                course.code.clone(),
                out.lang.pick(&course.title_sv, &course.title_en).clone(),
                tenths(out.lang, course.credits_tenths),
                course.level.clone(),
                course.main_field.clone(),
            ]
        });
        let columns = [
            col("Kod", "Code"),
            col("Kurs", "Course"),
            num("Hp", "Credits"),
            col("Fördjupning", "Level"),
            col("Huvudområde", "Main field"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}

async fn create(context: &Context<'_>, new: &Create) -> Result {
    let body = types::NewCourse {
        code: new.code.clone(),
        credits_tenths: new.credits,
        demo: new.demo,
        level: new.level.clone(),
        main_field: new.main_field.clone(),
        package: new.package.clone(),
        source: new.source.clone(),
        syllabus_url: new.syllabus_url.clone(),
        title_en: new.title_en.clone(),
        title_sv: new.title_sv.clone(),
    };
    let call = context
        .api
        .create_course()
        .idempotency_key(fresh_key())
        .body(body);
    let made = call.send().await?.into_inner();
    let code = &new.code;
    context.out.show(&made, |out| {
        out.say(&text!(
            "Kursen {code} finns nu",
            "The course {code} now exists"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::in_tenths;

    #[test]
    fn credits_are_read_in_tenths() {
        assert_eq!(
            (in_tenths("15"), in_tenths("7.5"), in_tenths("7,5")),
            (Ok(150), Ok(75), Ok(75))
        );
        assert!(in_tenths("7.55").is_err() && in_tenths("-1").is_err() && in_tenths(".5").is_err());
    }
}
