# The letters to those who take, lead or leave a course. What all letters say is in letter.ftl.

# Groups.
letter-cohort-subject = Your group
letter-cohort = You have been placed in group { $cohort } of { $offered }.
letter-cohort-mix =
    This is how many you are in the group, by professional field:
    { $mix }
letter-cohort-first =
    The first time you meet:
    { $title }, { $span }
letter-cohort-other = Group, schedule and calendar are on My page. Does the group not suit you? Ask for another there, or reply to this e-mail, and we will see whether you can change. A group placement is not a decision that can be appealed.
letter-calendar = You can have all times in your own calendar. Sign in at { $url } and choose calendar subscription.
letter-led-subject = Groups you lead
letter-led = You are a facilitator in { $offered }.
letter-led-cohorts =
    These are the groups that you lead now:
    { $cohorts }
letter-led-other = Does it not suit you? Reply to this e-mail as soon as you can.
letter-led-none = You no longer lead any groups in { $offered }.
letter-led-none-thanks = Thank you for what you have done. Is this a mistake? Reply to this e-mail.

# The schedule.
letter-news-published-subject = The schedule is published
letter-news-course-subject = Changes in the schedule
letter-news-courses-subject = Changes in your schedules, among them
letter-news-published = The schedule is published. These are your times:
letter-news = This is new in your schedule:
letter-news-new = New session
letter-news-changed = Changed
letter-news-time = New time
letter-news-place = New place
letter-news-cancelled = Cancelled
letter-news-revived = Held after all
letter-news-unsettled = No longer fixed
letter-news-of-cohort = { $session }, group { $cohort }
letter-news-again = If a cancelled session gets a new time you get another e-mail.
letter-news-whole = Your whole schedule is at { $url }
letter-news-delay = Do you subscribe to the schedule in your calendar? It can take up to a day before the change shows there. Until then, go by this e-mail.
letter-said-time = Time: { $span }
letter-said-new-time = New time: { $span }
letter-said-old-time = Earlier time: { $span }
letter-said-reason = Reason: { $reason }
letter-said-old-title = Earlier called: { $title }
letter-said-place = Place: { $place }
letter-said-new-place = New place: { $place }
letter-said-old-place = Earlier place: { $place }
letter-said-teacher = Teacher: { $teacher }
letter-said-old-teacher = Earlier teacher: { $teacher }
letter-said-nothing = not given
letter-said-link = Link: { $link }
letter-said-no-link = The link has been taken away.
letter-said-mode = Mode: { $mode }
letter-said-compulsory = Attendance is compulsory.
letter-said-voluntary = Attendance is no longer compulsory.
letter-said-withheld = Where it is you see when you are signed in.

# One session at a time, as before.
letter-session-place = { $title } in { $course } has a new place. The time is the same: { $span }.
letter-session-time =
    { $title } in { $course } has a new time.

    New time: { $after }
    Earlier time: { $before }
letter-session-where = Sign in at { $url } to see where it is.
letter-session-cancelled =
    This has been cancelled in { $course }:
    { $title }, { $span }
letter-session-again = If there is a new time, you will get a new e-mail. Your schedule is at { $url }

# Attendance and leaving.
letter-follow-up-subject = Are you taking the course?
letter-follow-up = During the first three weeks of the course we check who takes part. We have not seen you take part in { $offered }.
letter-follow-up-yes = Are you taking the course? Reply to this e-mail no later than { $day }, so that we know.
letter-follow-up-no = Are you not taking it? Make an early withdrawal (tidigt avbrott) at { $url } no later than { $day }.
letter-follow-up-means = You can make an early withdrawal up to and including that day, if you have no passed result. You can then apply for the course again. If you leave later, it is a late withdrawal (sent avbrott). You can then not apply for the course again, but you can be re-registered if there is room. Results you already have are kept.
letter-late = We are going through who is taking part. We have not seen you taking part in { $offered }.
letter-late-yes = Are you taking the course? Reply to this e-mail by { $day }, so that we know.
letter-late-no = Are you not? Leave the course at { $url } by { $day }.
letter-late-means = More than three weeks have passed since the course started, so it will be a late withdrawal. Then you cannot apply for the course again, but you can be registered anew if there is room. Results you already have remain.
letter-not-started-subject = You have not started the course
letter-not-started = You did not come to the roll-call of { $offered } and we have not heard from you. Therefore you no longer have a place on the course.
letter-not-started-anew = If you want to take the course another time, you have to apply again.
letter-not-started-wrong = Is something wrong? Contact us as soon as you can and state the case number: { $reference }.
letter-package-subject = You have left the course package
letter-package = You have left the course package { $package }.
letter-package-means =
    This is what it means for the courses in the package:
    { $courses }
letter-package-wrong = Is something not right? Contact us as soon as you can. Your courses are at { $url }

# Answers to what participants ask for on their own pages.
letter-reason = This is what the person who decided says: { $reason }
letter-transfer-approved-subject = You have changed group
letter-transfer-approved = You asked to change group on { $course }. You have now been moved from { $from } to { $to }.
letter-transfer-approved-then = The meetings in your calendar follow. Sign in at { $url } and choose My page to see your times.
letter-transfer-refused-subject = You stay in your group
letter-transfer-refused = You asked to change group on { $course }. It was not possible, and you stay in { $from }.
letter-transfer-refused-then = The decision cannot be appealed. If something has changed you can ask again: sign in at { $url } and choose My page.

letter-erasure-subject = Decision on erasing data
letter-erasure-granted = You have asked us to erase data about you. We have decided to do so.
letter-erasure-partly = You have asked us to erase data about you. We have decided to erase some of them.
letter-erasure-refused = You have asked us to erase data about you. We have decided not to.
letter-erasure-ground = The ground for the decision: { $ground }.
letter-erasure-granted-then = The data are erased when data are next deleted, not the same day. The decision is kept.
letter-erasure-appeal = You can appeal to the Administrative Court (förvaltningsrätten). Write to us, say which decision it is about and how you want it changed. We must have your letter within three weeks of the day on which you received the decision.
letter-erasure-watch = You can also complain to the Swedish Authority for Privacy Protection (imy.se).

# To ourselves: what somebody has written on the page about accessibility.
letter-site-subject = Message about accessibility
letter-site-begin = Somebody has written to us on the page about accessibility.
letter-site-about = It is about: { $about }
letter-site-text = The message: { $text }
letter-site-answer-to = An answer is wanted at: { $address }
letter-site-no-answer = Whoever wrote has left no address.

# Reminders that administrators' rules send.
letter-remind-enrolment-subject = Reminder, enrolment closes soon
letter-remind-enrolment = Enrolment for { $offered } closes { $moment }.
letter-remind-enrolment-then = Is there something to change in your application? Sign in at { $url } before then.
letter-remind-start-subject = Reminder, the course begins soon
letter-remind-start = { $offered } begins { $day }.
letter-remind-meeting-subject = Reminder of a meeting
letter-remind-meeting =
    Soon there is a meeting of { $offered }:
    { $title }, { $span }
letter-remind-schedule = Your whole schedule is on My page. Sign in at { $url }
letter-remind-end-subject = Reminder, the course ends soon
letter-remind-end = { $offered } ends { $day }.
letter-remind-end-then = Is there something left to do? Look at the schedule at { $url } or get in touch with us.
letter-unsubscribe =
    No more reminders? Open the link and press the button. Decisions, calls and changed times are sent all the same:
    { $link }
