//! Answers on their way: sealed in a cookie of the browser that gives them, bound to who is signed in
//! and to the offering, for a day. Nothing is kept with us until they are sent.

use super::step::Step;
use crate::{
    app::App,
    error::Result,
    secrets::{base64url, from_base64url, new_feed_token},
    usecase::{
        Caller,
        cohorts::{AvailabilityNote, CompanyWish},
        eligibility::Supposed,
        merits::{self, MeritStatement},
        needs,
        people::{self, Edit, PersonChange, PersonView},
    },
    web::frame::{cookie, cookie_name, set_cookie},
};
use poem::{
    Response,
    http::{HeaderMap, HeaderValue, header},
};
use samverkan_domain::{
    cohort::Times,
    need::PracticalNeed,
    person::{Language, Modality},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

const COOKIE: &str = "anmalan";
/// How long answers wait to be sent.
const SECONDS: u32 = 24 * 60 * 60;
/// Before what is sealed, so that nothing else that is sealed can be taken for answers.
const MARK: &[u8] = b"enrolment draft\n";

/// What has been answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Draft {
    person: Uuid,
    offering: String,
    until: i64,
    /// The Idempotency-Key of sending it.
    pub(super) key: String,
    pub(super) done: BTreeSet<Step>,
    /// Code of the channel.
    pub(super) channel: String,
    pub(super) given_name: String,
    pub(super) family_name: String,
    pub(super) profession: String,
    pub(super) programme: String,
    pub(super) workplace: String,
    pub(super) employer: String,
    /// As it is typed.
    pub(super) credits: String,
    pub(super) cannot: Times,
    pub(super) avoid: Times,
    pub(super) modality: Option<Modality>,
    pub(super) strict: bool,
    pub(super) languages: Vec<Language>,
    pub(super) joint_code: String,
    #[serde(default)]
    pub(super) company: Vec<String>,
    #[serde(default)]
    pub(super) without: Vec<String>,
    #[serde(default)]
    pub(super) needs: Vec<PracticalNeed>,
}

impl Draft {
    /// The answers that came along, if they are this person's for this offering.
    pub(super) fn read(
        app: &App,
        headers: &HeaderMap,
        person: Uuid,
        offering: &str,
    ) -> Option<Self> {
        let sealed = cookie(headers, &cookie_name(&app.public_url, COOKIE))?;
        let plain = app.secrets.open(&from_base64url(sealed)?).ok()?;
        let draft: Self = serde_json::from_slice(plain.strip_prefix(MARK)?).ok()?;
        let current = draft.until > app.clock.now().as_second();
        (current && draft.person == person && draft.offering == offering).then_some(draft)
    }

    /// A beginning, with what the person has told us before.
    pub(super) async fn begin(app: &App, caller: &Caller, offering: &str) -> Result<Self> {
        let PersonView {
            id,
            given_name,
            family_name,
            modality,
            profession,
            programme,
            workplace,
            ..
        } = people::me(app, caller).await?;
        let merits = merits::get(app, caller, None).await?;
        let credits = merits.credits_tenths.map(|tenths| match tenths % 10 {
            0 => (tenths / 10).to_string(),
            rest => format!("{},{rest}", tenths / 10),
        });
        Ok(Self {
            person: id.0,
            offering: offering.to_owned(),
            key: new_feed_token(&app.seeds),
            given_name: given_name.unwrap_or_default(),
            family_name: family_name.unwrap_or_default(),
            profession: profession.unwrap_or_default(),
            programme: programme.unwrap_or_default(),
            workplace: workplace.unwrap_or_default(),
            employer: merits.employer.unwrap_or_default(),
            credits: credits.unwrap_or_default(),
            modality,
            needs: needs::mine(app, caller).await?,
            ..Self::default()
        })
    }

    /// Has the browser keep it.
    pub(super) fn keep(&mut self, app: &App, response: &mut Response) {
        self.until = app.clock.now().as_second() + i64::from(SECONDS);
        let json = serde_json::to_vec(self).unwrap_or_default();
        let plain = [MARK, &json].concat();
        let sealed = base64url(&app.secrets.seal(&app.seeds, &plain));
        put(app, response, &sealed, SECONDS);
    }

    /// What it says of the person.
    pub(super) fn profile(&self) -> PersonChange {
        let text = |text: &String| Some(text.clone());
        PersonChange {
            given_name: text(&self.given_name),
            family_name: text(&self.family_name),
            modality: Edit::to(self.modality),
            profession: text(&self.profession),
            programme: text(&self.programme),
            workplace: text(&self.workplace),
            ..PersonChange::default()
        }
    }

    pub(super) fn availability(&self) -> AvailabilityNote {
        AvailabilityNote {
            cannot: self.cannot,
            avoid: self.avoid,
            modality_strict: self.strict && self.modality.is_some(),
            languages: (!self.languages.is_empty()).then(|| self.languages.clone()),
        }
    }

    pub(super) fn wishes(&self) -> CompanyWish {
        CompanyWish {
            with: self.company.clone(),
            without: self.without.clone(),
        }
    }

    /// What requirements are held against before it is sent.
    pub(super) fn supposed(&self) -> Supposed {
        Supposed {
            programme: some(&self.programme),
            workplace: some(&self.workplace),
            employer: some(&self.employer),
            credits_tenths: tenths(&self.credits),
        }
    }

    /// The merits with what is stated here, if that changes anything that nobody has verified.
    pub(super) async fn merits(
        &self,
        app: &App,
        caller: &Caller,
    ) -> Result<Option<MeritStatement>> {
        let known = merits::get(app, caller, None).await?;
        let (employer, credits) = (some(&self.employer), tenths(&self.credits));
        let same = known.employer == employer && known.credits_tenths == credits;
        if same || known.verified_at.is_some() {
            return Ok(None);
        }
        Ok(Some(MeritStatement {
            credits_tenths: credits,
            degrees: known.degrees,
            courses: known.courses,
            employer,
        }))
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// "7,5" or "7.5" as tenths.
pub(super) fn tenths(text: &str) -> Option<i64> {
    let (whole, rest) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let digits = |text: &str, most| {
        let plain = !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit());
        (plain && text.len() <= most).then(|| text.parse::<i64>().ok())?
    };
    Some(digits(whole, 4)? * 10 + digits(rest, 1)?)
}

/// Has the browser forget what it kept.
pub(super) fn forget(app: &App, response: &mut Response) {
    put(app, response, "", 0);
}

fn put(app: &App, response: &mut Response, value: &str, seconds: u32) {
    let text = set_cookie(&app.public_url, COOKIE, value, Some(seconds));
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_read_as_people_write_them() {
        for (text, read) in [
            ("30", Some(300)),
            ("7,5", Some(75)),
            ("7.5", Some(75)),
            ("0", Some(0)),
            ("", None),
            ("-1", None),
            ("7,55", None),
            ("30 hp", None),
            ("99999", None),
        ] {
            assert_eq!(tenths(text), read, "{text}");
        }
    }
}
