# My page: all that is one's own.
my-page-title = My page
my-page-meetings = Next in your schedule
my-page-no-meetings = You have no meetings ahead. When times are set for a course you have a place on, they are shown here.
my-page-cohort = Your group: { $codes }
my-page-all-meetings = The whole schedule and your group
my-page-more = More about you

my-places-title = Your applications
my-places-none = You have not applied for any course. If you have been admitted in another way it is shown here as soon as we know.
my-places-find = See which courses there are
my-places-over = You have no application in force now.
my-places-ended = { $count ->
    [one] { $count } application that has ended
   *[other] { $count } applications that have ended
}

my-place-asks = Answer
my-place-yes = Yes, I want the place
my-place-no = No, I decline
my-place-stay = Yes, I want to stay on the list
my-place-leave-list = No, take me off the list
my-place-withdraw = Withdraw
my-place-receipt = Receipt and decisions
my-place-awaiting = Your employer has nominated you. We are waiting for your head's answer, and you will get an e-mail when it has come.
my-place-submitted-closes = We have received your application. Places are given when applications have closed, { $when }, and you will get an e-mail then.
my-place-submitted = We have received your application. You will get an e-mail when it is decided.
my-place-reserve = You are on the reserve list. If a place becomes free and it is your turn we e-mail you, and then you need to answer quickly.
my-place-interest = You are on the reserve list, and we wonder whether you still want a place.
my-place-called = A place has been freed and it is yours if you want it. Answer before { $when }, or it goes on to the next.
my-place-called-over = You were called to a place, but the time to answer is over. We will e-mail you about how it went.
my-place-admitted-asked = You are admitted. Say whether you want the place before { $when }, or it goes on to somebody else.
my-place-admitted-late = You were admitted, but the time to answer is over. We will e-mail you about how it went.
my-place-admitted = You are admitted and need not answer. The course starts on { $day }. You are registered when you come to the roll-call or show in another way that you begin.
my-place-accepted = You have said yes, and the place is yours. The course starts on { $day }. You are registered when you come to the roll-call or show in another way that you begin.
my-place-registered = You are registered on the course. Its first day is { $day }.
my-place-completed = You have completed the course.
my-place-declined = You said no to the place. If the course still takes applications you can apply again, but you then come last.
my-place-struck = The application was struck, because no answer came in time or by a decision. The receipt says why.
my-place-not-started = You did not start the course.
my-place-deferred-to = You have a deferral. The place is kept until { $term }, and we will contact you before that term.
my-place-deferred = You have a deferral. We will contact you when it is time.
my-place-withdrawn = You have withdrawn. If the course still takes applications you can apply again, but you then come last.
my-place-withdrawn-early = You left the course within three weeks of its start.
my-place-withdrawn-late = You left the course later than three weeks after its start.
my-place-refused = You were not admitted. The receipt says why, and how to appeal if that is possible.
my-place-superseded = You have another place on the same course, so this application is not needed.
my-place-condition = You are admitted on a condition: { $condition }.
my-place-condition-by = You are admitted on a condition: { $condition }. It must be met by { $day }.
my-place-condition-met = The condition is met: { $condition }.

my-done-accepted = The place is yours. You will get an e-mail that confirms it.
my-done-declined = You have declined, and the place goes on.
my-done-withdrawn = You have withdrawn. You will get an e-mail that confirms it.

my-answer-yes-title = Do you want the place?
my-answer-yes-means = If you say yes the place is yours, and you are counted in when groups and times are planned.
my-answer-no-title = Do you want to decline the place?
my-answer-no-means = If you say no the place goes to the next on the list. You cannot get it back.
my-answer-stay-title = Do you want to stay on the reserve list?
my-answer-stay-means = You keep your reserve number, and we call you when it is your turn.
my-answer-leave-title = Do you want to leave the reserve list?
my-answer-leave-means = You are taken off the list and lose your reserve number.

my-leave-application-title = Do you want to take back the application?
my-leave-application = The application ends, and you are no longer among those who may get a place.
my-leave-list-title = Do you want to leave the reserve list?
my-leave-list = You are taken off the list and lose your reserve number.
my-leave-place-title = Do you want to leave your place?
my-leave-place = Somebody else may get the place. You are not registered yet, so no interruption is noted in the student register.
my-leave-course-title = Do you want to leave the course?
my-leave-early = It counts as an early withdrawal, because you leave no later than { $day }.
my-leave-late = It counts as a late withdrawal, because you leave after { $day }. A late withdrawal may mean that you have to wait if you apply for the course again.
my-leave-cohort = You also leave your group, and the meetings disappear from your calendar.
my-leave-back = It cannot be undone. If the course still takes applications you can apply again, but you then come last.
my-leave-button = Withdraw
my-leave-changed = What it means to leave has changed. Read again before you decide.
my-confirm-back = No, go back
my-back = Back to My page

my-schedule-title = Your schedule and your group
my-schedule-meetings = Coming meetings
my-schedule-subscribe = Get the schedule in your calendar
my-schedule-cancelled = Cancelled
my-schedule-preliminary = Preliminary
my-schedule-changed = Changed { $day }
my-schedule-compulsory = Compulsory
my-schedule-online = Online
my-schedule-join = Join the meeting
my-cohort-title = Your group
my-cohort-none = You are not in a group yet. Groups are made when all places are given, and you will get an e-mail then.
my-cohort-people = { $count ->
    [one] You are alone in the group.
   *[other] There are { $count } of you in the group, yourself included.
}
my-cohort-others = { $count ->
    [one] { $count } who has not given a profession
   *[other] { $count } who have not given a profession
}
my-cohort-names = We show fields of work but no names. You will get to know each other at the first meeting.

my-feeds-title = The calendar in your phone
my-feeds-what = Get the schedule in your own calendar, change its address or end it.
my-feeds-lead = Subscribe to the schedule in your own calendar, and changes will follow.
my-feeds-have = Your subscriptions
my-feeds-none = You have no subscription yet. Make one below.
my-feed-used = Last fetched: { $when }
my-feed-unused = never
my-feed-since = Created: { $when }
my-feed-new = New subscription
my-feed-what = What should it show?
my-feed-all = All my meetings
my-feed-cohort = Group { $cohort } of { $offering }
my-feed-name = Name
my-feed-name-hint = What the calendar is called in your phone.
my-feed-name-usual = My schedule
my-feed-quick = Add the schedule to my calendar
my-feed-quick-waits = The calendar fills when you have a place.
my-feed-empty = You have no meetings yet. The calendar is empty until then, and then fills by itself.
my-feed-make = Make the subscription
my-feed-made-title = Your calendar is ready
my-feed-made-lead = Add the calendar now: for safety its address is shown for ten minutes only. The calendar goes on working, and if you lose the address you can get a new one.
my-feed-lost = No calendar has fetched it yet. Do you no longer have the address? Choose Change the address, and you get a new one to add.
my-feed-rotate = Change the address
my-feed-rotate-title = Change the address of { $name }?
my-feed-rotate-means = The old address stops working at once, wherever it is used.
my-feed-rotate-then = You get a new address on the next page, and add it to your calendar again.
my-feed-end = End
my-feed-end-title = End { $name }?
my-feed-end-means = The address stops working at once, and the calendar gets no more changes.
my-feed-end-then = You can make a new subscription at any time.
my-feed-ended = The subscription has ended.

my-messages-title = Messages to you
my-messages-what = What we have e-mailed you, and whether it arrived.
my-messages-lead = This is what we have e-mailed you, the latest first. Codes for signing in are not shown.
my-messages-none = We have not e-mailed you anything yet.
my-messages-older = Older messages
my-messages-missing = Is an e-mail missing? Look among your junk mail, and check that the address in your details is right.
my-message-delivered = Handed to your e-mail { $when }
my-message-failed = Did not arrive
my-message-waiting = On its way

my-data-title = Your details
my-data-what = See, correct and download what we have about you.
my-data-lead = This is what we know about you. Correct what is wrong.
my-data-saved = Your details are saved.
my-data-address = E-mail address
my-data-identity = Identity number
my-data-fixed = If anything else is wrong we change it for you: write to { $address }.
my-data-correct = Correct
my-data-given = Given name
my-data-family = Family name
my-data-profession = Profession
my-data-programme = Programme that you study
my-data-not-said = None
my-data-modality = How would you rather take part?
my-data-campus = On campus
my-data-distance = At a distance
my-data-language = In which language should we write to you?
my-data-swedish = Svenska
my-data-english = English
my-data-back = Back to your details
my-workplace-lead = We spread workplaces over the groups.
my-workplace-none = I do not work at a school
my-workplace-missing = Choose your school in the list, or that you do not work at a school.
my-data-save = Save
my-data-take = Take everything along
my-data-take-what = All that we have about you: details, applications, decisions, groups, subscriptions, messages and sign-ins. Read it on a page, or fetch it as a file in JSON, which other programs can read.
my-data-all = See all we have about you
my-data-all-title = All we have about you
my-data-all-lead = This is all that the service has kept about you. You can print the page.
my-data-download = Download it all as a file
my-data-more = Your rights
my-data-ask = Do you have a question? Write to { $address }.
my-sign-ins-what = Where you are signed in, and how to sign out.
