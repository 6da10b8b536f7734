# The overview of an offering.
overview-title = Overview
overview-lead = This is how it stands now. Nothing can be changed here.
overview-applicants = Applications
overview-no-channels = The offering has no channels of admission yet.
overview-row = Row
overview-total = All
overview-unknown = profession unknown
overview-applied = Everybody who has applied, by channel and profession family
overview-taking-part = Those with a place, by channel and profession family
overview-channels = Seats, and what has become of the applications
overview-channel = Channel of admission
overview-seats = Seats
overview-taken = Have a place
overview-waiting = Wait
overview-ended = Ended
overview-no-cohorts = No cohorts have been committed yet.
overview-mixes = Profession families in the cohorts in force
overview-clashes = Clashes
overview-no-clashes = { $count ->
    [0] There are no meetings yet.
   *[other] None of the { $count } meetings clashes with anything we know of.
}
overview-clashes-what = Meetings that clash, those that hinder most people first
overview-session = Meeting
overview-when = When
overview-blocked = Cannot come
overview-expected = Expected
overview-more = More
overview-teacher-taken = The teacher is taken.
overview-room-taken = The room is taken.
overview-mail = Mail
overview-mail-what = The numbers are those of the whole service.
overview-mail-waiting = Wait to be sent
overview-mail-sent = Sent
overview-mail-failed = Did not arrive
overview-letters = The latest letters that did not arrive
overview-subject = Subject
overview-attempts = Attempts
overview-why = Why
overview-why-hidden = Shown to the protected-identity officer
