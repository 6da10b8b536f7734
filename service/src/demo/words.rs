//! What the demonstration says, in Swedish and English.

use super::{
    cohorts::Cohorts,
    enrolments::Enrolled,
    meetings::Meetings,
    schedule::{Followed, Schedule},
    steps::{Feeds, Imported, Mail},
};
use std::path::Path;

#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    pub english: bool,
}

impl Words {
    pub(super) fn pick<'a>(self, sv: &'a str, en: &'a str) -> &'a str {
        if self.english { en } else { sv }
    }

    pub(super) fn title(self, engine: &str, folder: &Path) -> String {
        let folder = folder.display();
        if self.english {
            format!(
                "Samverkan, demonstration: SA123A, spring 2027\n\
                 Database: {engine}. Everything else is in the folder {folder}.\n\
                 The course is real; the offering's code, seats, sessions and all people are invented.\n"
            )
        } else {
            format!(
                "Samverkan, demonstration: SA123A, VT2027\n\
                 Databas: {engine}. Allt annat ligger i mappen {folder}.\n\
                 Kursen är verklig; tillfälleskod, platser, möten och alla personer är påhittade.\n"
            )
        }
    }

    pub(super) fn catalogue(self, channels: usize) -> String {
        if self.english {
            format!("catalogue    1 package, 1 course, 1 offering, {channels} channels")
        } else {
            format!(
                "katalog      1 kurspaket, 1 kurs, 1 kurstillfälle, {channels} antagningskanaler"
            )
        }
    }

    pub(super) fn imported(self, import: &Imported) -> String {
        let Imported {
            file,
            rows,
            new,
            encoding,
            same_person,
        } = import;
        let mut line = if self.english {
            format!("import       {file:<32} {rows:>3} rows ({encoding}), {new} new")
        } else {
            format!("import       {file:<32} {rows:>3} rader ({encoding}), {new} nya")
        };
        if *same_person > 0 {
            let text = self.pick(
                "; 1 är en människa som redan sökt",
                "; 1 is a human who had applied already",
            );
            line.push_str(text);
        }
        line
    }

    pub(super) fn enrolled(self, enrolled: &Enrolled) -> String {
        let Enrolled {
            admitted, reserves, ..
        } = enrolled;
        if self.english {
            format!(
                "enrolment    {} people signed in with a mailed code: {admitted} got a place, {reserves} became reserves",
                admitted + reserves
            )
        } else {
            format!(
                "anmälan      {} personer loggade in med kod ur mejl: {admitted} fick plats, {reserves} blev reserver",
                admitted + reserves
            )
        }
    }

    pub(super) fn divided(self, cohorts: &Cohorts) -> String {
        let (people, count) = (cohorts.people, cohorts.mix.len());
        let (soft, hard) = (cohorts.soft_points, cohorts.broken_rules);
        if self.english {
            format!(
                "cohorts      {people} people in {count} cohorts: {hard} rules broken, {soft} points from perfect"
            )
        } else {
            format!(
                "grupper      {people} personer i {count} grupper: {hard} regler brutna, {soft} poäng från fulländat"
            )
        }
    }

    pub(super) fn timetables(self, programmes: usize, events: i64) -> String {
        if self.english {
            format!(
                "timetables   {programmes} programmes with {events} events; practicum of LKP1Y in weeks 10–14"
            )
        } else {
            format!(
                "scheman      {programmes} program med {events} händelser; VFU för LKP1Y vecka 10–14"
            )
        }
    }

    pub(super) fn next_term(self, seats: i64) -> String {
        if self.english {
            format!("next term    autumn 2027 is open: {seats} seats for whoever applies")
        } else {
            format!("nästa termin HT2027 är öppen: {seats} platser för den som anmäler sig")
        }
    }

    /// A weekday of the API in the language of the account.
    pub(super) fn weekday(self, day: &str) -> &str {
        const DAYS: [(&str, &str); 5] = [
            ("monday", "måndag"),
            ("tuesday", "tisdag"),
            ("wednesday", "onsdag"),
            ("thursday", "torsdag"),
            ("friday", "fredag"),
        ];
        let swedish = DAYS
            .iter()
            .find(|(english, _)| !self.english && *english == day);
        swedish.map_or(day, |(_, swedish)| swedish)
    }

    /// The best weekly time, as `find-time` found it.
    pub(super) fn best_time(self, weekday: &str, start: &str, reason: &str) -> String {
        if self.english {
            format!("find-time    {weekday} {start}: {reason}")
        } else {
            format!("mötestid     {weekday} {start}: {reason}")
        }
    }

    pub(super) fn meetings(self, meetings: &Meetings) -> String {
        let Meetings {
            count,
            times,
            blocked,
        } = meetings;
        if self.english {
            format!(
                "meetings     {count} of the cohorts' own, by day, each cohort's at its best time ({times} in all)\n             \
                 {blocked} times somebody cannot come, and no other time is better"
            )
        } else {
            format!(
                "gruppmöten   {count} på dagtid, varje grupps på dess bästa veckotid ({times} i allt)\n             \
                 {blocked} gånger kan någon inte komma, och ingen annan tid är bättre"
            )
        }
    }

    pub(super) fn scheduled(self, schedule: &Schedule) -> String {
        let Schedule {
            sessions,
            moved,
            cancelled,
            ..
        } = schedule;
        let moved_followed = self.followed(schedule.moved_followed);
        let cancelled_followed = self.followed(schedule.cancelled_followed);
        if self.english {
            format!(
                "schedule     {sessions} sessions; one moved: {moved}\n             {moved_followed}\n             \
                 and one cancelled: {cancelled}\n             {cancelled_followed}"
            )
        } else {
            format!(
                "schema       {sessions} tillfällen; ett flyttat: {moved}\n             {moved_followed}\n             \
                 och ett inställt: {cancelled}\n             {cancelled_followed}"
            )
        }
    }

    fn followed(self, followed: Followed) -> String {
        let (feeds, letters) = (followed.feeds.as_millis(), followed.letters.as_millis());
        if self.english {
            format!(
                "measured: in every calendar after {feeds} ms, every letter delivered after {letters} ms"
            )
        } else {
            format!(
                "uppmätt: i alla kalendrar efter {feeds} ms, alla brev levererade efter {letters} ms"
            )
        }
    }

    pub(super) fn feeds(self, feeds: &Feeds) -> String {
        let Feeds { events, count, .. } = feeds;
        if self.english {
            format!(
                "calendars    {count} feeds (a person's, a cohort's, the offering's) with {events} events together"
            )
        } else {
            format!(
                "kalendrar    {count} flöden (en persons, en grupps, kurstillfällets) med {events} händelser tillsammans"
            )
        }
    }

    pub(super) fn mail(self, mail: &Mail) -> String {
        let Mail { delivered, failed } = mail;
        if self.english {
            format!(
                "mail         {delivered} letters delivered to the folder mail, {failed} failed"
            )
        } else {
            format!(
                "mejl         {delivered} brev levererade till mappen mail, {failed} misslyckade"
            )
        }
    }

    /// What there is to try on the large offering.
    pub(super) fn large(self, folder: &str) -> String {
        let (people, offering) = (super::large::PEOPLE, super::large::OFFERING);
        let title = if self.english {
            format!("\n{people} people are admitted to {offering}. Try:")
        } else {
            format!("\n{people} personer är antagna till {offering}. Prova:")
        };
        let cohort = "samverkan cohort";
        [
            title,
            format!("  {cohort} availability import {offering} {folder}/stor-tider.csv"),
            format!("  {cohort} propose {offering} --time-limit 30"),
            format!(
                "  samverkan import admissions {folder}/stor-strukna.csv --offering {offering}"
            ),
            format!("  {cohort} rebalance {offering} --most 100"),
        ]
        .join("\n")
    }

    pub(super) fn families(self) -> [&'static str; 5] {
        if self.english {
            [
                "teaching",
                "special education",
                "social work",
                "health",
                "guidance",
            ]
        } else {
            [
                "undervisning",
                "specialpedagogik",
                "socialt arbete",
                "hälsa",
                "ledning/vägledning",
            ]
        }
    }
}
