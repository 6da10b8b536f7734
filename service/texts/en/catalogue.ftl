# The front page, the list of courses and the pages about courses and offerings.
front-title = Courses where professions meet
front-lead = Teachers, social workers, pupil health staff and students take the same course in mixed groups.
front-description = Courses where future and practising teachers, social workers, special educators and pupil health staff study in mixed groups. See dates, places and how to apply.
front-offered = Courses now
front-all = All courses and offerings
front-steps = How it works
front-step-apply = Apply
front-step-apply-how = How you apply depends on whether you are a student, are nominated by your employer or apply by yourself. The course's page says what applies to you.
front-step-answer = Hear from us
front-step-answer-how = You get a receipt at once and a decision with reasons. If the course is full you get a reserve number, and nobody passes you in the queue.
front-step-cohort = Meet your group
front-step-cohort-how = We make groups in which professions really meet, and in which nobody is the only one of their profession if that can be avoided.
front-step-calendar = Follow the schedule
front-step-calendar-how = You get a calendar for your phone. When a time changes, the change follows.
front-families = The professions that meet
front-families-why = Groups are mixed across five families of professions. Students count in the family they are training for.

courses-title = Courses
courses-lead = All courses and offerings. Choose an offering to see dates, places and how to apply.
courses-description = All courses and offerings, with dates, pace and free places.
front-mine = Have you applied already, or been given a place? Go to My page.
courses-none = No courses yet.
courses-none-what = When a course opens, it is shown here.
courses-other = Other courses
courses-no-offerings = No offerings are planned.
courses-package = Course package

card-not-open = Nothing to apply to here just now
card-queue = { $waiting ->
    [0] Full, but you can be the first in the queue
   *[other] Full, { $waiting } in the queue
}
card-seats = { $free ->
    [one] 1 free place
   *[other] { $free } free places
}
card-apply-by = { $free ->
    [one] 1 free place
   *[other] { $free } free places
} until { $when }
card-apply-to = for { $title }, { $when }
card-ended = Ended

credits = { $credits } credits
level-first = first cycle
level-second = second cycle
level-third = third cycle
pace = { $percent ->
    [100] Full time
    [75] Three quarters of full time
    [50] Half time
    [25] Quarter time
   *[other] { $percent } per cent of full time
}
teaching-distance = at a distance
teaching-campus = on campus
teaching-mixed = partly at a distance

course-up = All courses
course-facts = About the course
course-code = Course code
course-credits = Scope
course-level = Level
course-field = Main field of study
course-package = Part of
course-syllabus-link = Read the syllabus (in Swedish)
course-offerings = Offerings
course-source = Source: { $source }
course-description = { $title }, { $credits } higher education credits.

offering-description = { $title }, { $credits } higher education credits, { $from } to { $to }. Dates, requirements, places and how to apply.
offering-brief = In brief
offering-scope = Scope
offering-pace = Pace
offering-teaching = Form
offering-language = Language
offering-language-sv = Swedish
offering-language-en = English
offering-code = Offering
offering-who-said = The course is taken in groups where several professions meet. You can come in by one of these ways:
offering-ways = Places and how to apply
offering-asks = What the course asks of you
offering-asks-time = { $pace ->
    [100] The course runs at full time. Count on about { $hours } hours a week for { $weeks } weeks.
    [50] The course runs at half time. Count on about { $hours } hours a week for { $weeks } weeks, so that you can work or study something else beside it.
   *[other] The course runs at { $pace } per cent of full time. Count on about { $hours } hours a week for { $weeks } weeks.
}
offering-asks-distance = Teaching is at a distance. You need a computer or phone with a camera and a microphone.
offering-asks-campus = Teaching is on site.
offering-asks-mixed = Teaching is partly on site and partly at a distance.
offering-asks-swedish = The course is given in Swedish.
offering-asks-english = The course is given in English.
offering-asks-compulsory = { $compulsory ->
    [0] No session is compulsory.
    [one] One session is compulsory.
   *[other] { $compulsory } sessions are compulsory.
}
offering-sessions = Sessions
offering-sessions-none = The times are not set yet. When they are, they are shown here.
offering-sessions-note = These are the sessions that the whole course has together. Your group may have times of its own. All times are Swedish time.
offering-compulsory = compulsory
offering-preliminary = preliminary
offering-cancelled = cancelled
offering-online = online
offering-hybrid = on site or online

door-title = How to apply
door-applied = Your application
door-applied-done = You have applied
door-applied-how = My page shows where your application stands and what happens next.
door-oneself = You apply yourself
door-national = You are a student
door-national-how = Apply at antagning.se. You need not apply here: we receive the decision from there.
door-employer = Your employer pays
door-employer-how = Ask your manager, who nominates you. You get an e-mail when you have a place.

channel-imported = Apply at antagning.se. Places are given there, and we receive the decision.
channel-imported-link = To antagning.se
channel-employers = Through your employer
channel-employer = Your employer pays and nominates you. Ask your manager, who may have to approve the nomination before you get the place.
channel-open = You apply yourself.
channel-first-come = Places are given in the order in which applications arrive.
channel-lottery = Places are drawn by lot among all who have applied in time. It does not matter when you apply.
channel-ranked = Places are given by merit. Between equal merits the lot decides.
channel-promise = The seed of the lottery is fixed beforehand, so that anybody can compute the lottery again. The checksum of the seed:
channel-open-until = Applications are open until { $when }.
channel-open-from = Applications open { $when }.
channel-closed = Applications closed { $when }.
channel-open-always = Applications are open.
channel-answer = If you get a place, answer within { $days ->
    [one] 1 working day
   *[other] { $days } working days
}; otherwise the place goes on.
channel-seats = { $seats ->
    [one] { $taken } of 1 place is taken.
   *[other] { $taken } of { $seats } places are taken.
}
channel-reserves = { $reserves ->
    [0] Nobody is on the reserve list.
    [one] 1 is on the reserve list.
   *[other] { $reserves } are on the reserve list.
}
channel-full = If it is full, you can become a reserve. Reserves get places in the order of their numbers.
channel-requires = This is required:
channel-enrol = Apply
channel-queue = Join the queue
channel-enrol-ask = Apply by writing to { $address }.

requirement-credits = at least { $credits } completed credits
requirement-programme = that you study one of the programmes { $programmes }
requirement-degree = one of the degrees { $degrees }
requirement-employment = that you work in school or with children and young people
requirement-passed = that you have passed the course { $course }
requirement-not-passed = that you have not passed the course { $course } already
requirement-one-package = that you have no place in another course package
requirement-load = at most { $credits } credits in the same term, this course included
requirement-all = all of this: { $list }
requirement-any = any of this: { $list }
requirement-due = { $requirement } (by { $date })

offering-next = What happens next
offering-next-receipt = Receipt
offering-next-receipt-how = When your application has arrived you get a receipt by e-mail. It always shows where your application stands.
offering-next-decision = Decision
offering-next-decision-how = You are told whether you have a place, with reasons. If a place comes free, reserves are called in the order of their numbers.
offering-next-cohort = Group
offering-next-cohort-how = You are placed in a group of about { $size } people of different professions. If it does not suit you, you can ask to change.
offering-next-calendar = Schedule
offering-next-calendar-how = You get a calendar to subscribe to, with all your times.
offering-next-start = The course starts
offering-questions = Questions about the course? Write to { $address }.
