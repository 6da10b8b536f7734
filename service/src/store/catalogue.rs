//! Packages, courses and offerings.

use super::{Result, Tx, codec};
use jiff::civil::Date;
use samverkan_domain::{
    course::OfferingDates,
    id::{CourseId, OfferingId, PackageId},
};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct PackageRow {
    pub id: Uuid,
    pub code: String,
    pub title_sv: String,
    pub title_en: String,
    pub source: String,
    pub demo: bool,
    pub revision: i64,
}

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct CourseRow {
    pub id: Uuid,
    pub code: String,
    pub package_id: Option<Uuid>,
    pub title_sv: String,
    pub title_en: String,
    pub credits_tenths: i64,
    pub level: String,
    pub main_field: String,
    pub syllabus_url: Option<String>,
    pub source: String,
    pub demo: bool,
    pub revision: i64,
}

/// An offering with what one always wants to know of its course.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct OfferingRow {
    pub id: Uuid,
    pub course_id: Uuid,
    pub course_code: String,
    pub title_sv: String,
    pub title_en: String,
    pub code: String,
    pub term: String,
    pub starts_on: String,
    pub ends_on: String,
    pub pace_percent: i64,
    pub teaching: String,
    pub language: String,
    pub cohort_size: i64,
    pub demo_note: String,
    pub revision: i64,
    /// Samläsning: the offering in whose cohorts this one's people are placed.
    pub cohorts_of: Option<Uuid>,
    /// Of the course: högskolepoäng in tenths, and the package it belongs to.
    pub credits_tenths: i64,
    pub package: Option<String>,
}

impl OfferingRow {
    pub fn offering(&self) -> OfferingId {
        OfferingId(self.id)
    }

    pub fn dates(&self) -> Result<OfferingDates> {
        Ok(OfferingDates {
            starts_on: codec::civil("offering", self.id, &self.starts_on)?,
            ends_on: codec::civil("offering", self.id, &self.ends_on)?,
        })
    }
}

pub struct NewPackage<'a> {
    pub id: PackageId,
    pub code: &'a str,
    pub title_sv: &'a str,
    pub title_en: &'a str,
    pub source: &'a str,
    pub demo: bool,
}

pub struct NewCourse<'a> {
    pub id: CourseId,
    pub code: &'a str,
    pub package: Option<Uuid>,
    pub title_sv: &'a str,
    pub title_en: &'a str,
    pub credits_tenths: i64,
    pub level: &'a str,
    pub main_field: &'a str,
    pub syllabus_url: Option<&'a str>,
    pub source: &'a str,
    pub demo: bool,
}

pub struct NewOffering<'a> {
    pub id: OfferingId,
    pub course: Uuid,
    pub code: &'a str,
    pub term: &'a str,
    pub starts_on: Date,
    pub ends_on: Date,
    pub pace_percent: i64,
    pub teaching: &'a str,
    pub language: &'a str,
    pub cohort_size: i64,
    pub demo_note: &'a str,
}

impl Tx {
    pub async fn insert_package(&mut self, new: &NewPackage<'_>) -> Result<()> {
        execute!(
            self,
            "INSERT INTO package (id, code, title_sv, title_en, source, demo, revision)
             VALUES ($1, $2, $3, $4, $5, $6, 1)",
            new.id.0,
            new.code,
            new.title_sv,
            new.title_en,
            new.source,
            new.demo
        )?;
        Ok(())
    }

    pub async fn packages(&mut self) -> Result<Vec<PackageRow>> {
        fetch_all!(
            self,
            PackageRow,
            "SELECT id, code, title_sv, title_en, source, demo, revision FROM package ORDER BY code"
        )
    }

    pub async fn package_by_code(&mut self, code: &str) -> Result<Option<PackageRow>> {
        fetch_optional!(
            self,
            PackageRow,
            "SELECT id, code, title_sv, title_en, source, demo, revision FROM package
             WHERE code = $1",
            code
        )
    }

    pub async fn insert_course(&mut self, new: &NewCourse<'_>) -> Result<()> {
        execute!(
            self,
            "INSERT INTO course (id, code, package_id, title_sv, title_en, credits_tenths, level,
                                 main_field, syllabus_url, source, demo, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)",
            new.id.0,
            new.code,
            new.package,
            new.title_sv,
            new.title_en,
            new.credits_tenths,
            new.level,
            new.main_field,
            new.syllabus_url,
            new.source,
            new.demo
        )?;
        Ok(())
    }

    pub async fn courses(&mut self) -> Result<Vec<CourseRow>> {
        fetch_all!(
            self,
            CourseRow,
            "SELECT id, code, package_id, title_sv, title_en, credits_tenths, level, main_field,
                    syllabus_url, source, demo, revision
             FROM course ORDER BY code"
        )
    }

    pub async fn course_by_code(&mut self, code: &str) -> Result<Option<CourseRow>> {
        fetch_optional!(
            self,
            CourseRow,
            "SELECT id, code, package_id, title_sv, title_en, credits_tenths, level, main_field,
                    syllabus_url, source, demo, revision
             FROM course WHERE code = $1",
            code
        )
    }

    pub async fn insert_offering(&mut self, new: &NewOffering<'_>) -> Result<()> {
        execute!(
            self,
            "INSERT INTO offering (id, course_id, code, term, starts_on, ends_on, pace_percent,
                                   teaching, language, cohort_size, demo_note, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)",
            new.id.0,
            new.course,
            new.code,
            new.term,
            new.starts_on.to_string(),
            new.ends_on.to_string(),
            new.pace_percent,
            new.teaching,
            new.language,
            new.cohort_size,
            new.demo_note
        )?;
        Ok(())
    }

    /// Offerings after `cursor` in order of code.
    pub async fn offerings(&mut self, after: Option<&str>, limit: i64) -> Result<Vec<OfferingRow>> {
        fetch_all!(
            self,
            OfferingRow,
            "SELECT o.id, o.course_id, c.code AS course_code, c.title_sv, c.title_en, o.code, o.term,
                    o.starts_on, o.ends_on, o.pace_percent, o.teaching, o.language, o.cohort_size,
                    o.demo_note, o.revision, o.cohorts_of, c.credits_tenths, p.code AS package
             FROM offering o JOIN course c ON c.id = o.course_id
                             LEFT JOIN package p ON p.id = c.package_id
             WHERE ($1 IS NULL OR o.code > $1) ORDER BY o.code LIMIT $2",
            after,
            limit
        )
    }

    /// Finds an offering by its id or its code.
    pub async fn offering(&mut self, id_or_code: &str) -> Result<Option<OfferingRow>> {
        let id = Uuid::parse_str(id_or_code).ok();
        fetch_optional!(
            self,
            OfferingRow,
            "SELECT o.id, o.course_id, c.code AS course_code, c.title_sv, c.title_en, o.code, o.term,
                    o.starts_on, o.ends_on, o.pace_percent, o.teaching, o.language, o.cohort_size,
                    o.demo_note, o.revision, o.cohorts_of, c.credits_tenths, p.code AS package
             FROM offering o JOIN course c ON c.id = o.course_id
                             LEFT JOIN package p ON p.id = c.package_id
             WHERE o.id = $1 OR o.code = $2",
            id,
            id_or_code
        )
    }

    pub async fn offering_by_id(&mut self, id: OfferingId) -> Result<Option<OfferingRow>> {
        self.offering(&id.to_string()).await
    }

    /// The first statement of every write to an offering's people, cohorts or sessions: one
    /// writer at a time from here on. An offering whose people are placed in another's cohorts
    /// locks that one too, and first, so that two writers never wait for each other. Gives the new
    /// revision, or `None` if there is no such offering.
    pub async fn lock_offering(&mut self, id: OfferingId) -> Result<Option<i64>> {
        execute!(
            self,
            "UPDATE offering SET revision = revision + 1
             WHERE id = (SELECT cohorts_of FROM offering WHERE id = $1)",
            id.0
        )?;
        let row: Option<(i64,)> = fetch_optional!(
            self,
            (i64,),
            "UPDATE offering SET revision = revision + 1 WHERE id = $1 RETURNING revision",
            id.0
        )?;
        Ok(row.map(|(revision,)| revision))
    }

    /// Codes of the offerings whose people are placed in this one's cohorts.
    pub async fn guests(&mut self, id: OfferingId) -> Result<Vec<String>> {
        let codes: Vec<(String,)> = fetch_all!(
            self,
            (String,),
            "SELECT code FROM offering WHERE cohorts_of = $1 ORDER BY code",
            id.0
        )?;
        Ok(codes.into_iter().map(|(code,)| code).collect())
    }

    pub async fn update_offering(&mut self, row: &OfferingRow) -> Result<()> {
        execute!(
            self,
            "UPDATE offering SET starts_on = $2, ends_on = $3, pace_percent = $4, teaching = $5,
                                 cohort_size = $6, demo_note = $7, cohorts_of = $8
             WHERE id = $1",
            row.id,
            &row.starts_on,
            &row.ends_on,
            row.pace_percent,
            &row.teaching,
            row.cohort_size,
            &row.demo_note,
            row.cohorts_of
        )?;
        Ok(())
    }
}
