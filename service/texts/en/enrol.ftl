# Asking for a place: one question at a time, review, receipt.
enrol-faults = Something needs to be changed
enrol-question = Question { $number } of { $of }
enrol-question-most = Question { $number } of up to { $of }
enrol-back = Back
enrol-onwards = Continue
enrol-optional = Optional
enrol-free = { $free ->
    [one] One place is free right now.
   *[other] { $free } places are free right now.
}
enrol-full = All places are taken right now. You can apply as a reserve; { $reserves } wait before you.

enrol-requires = One requirement is { $requirement }.
enrol-way-title = How do you want to apply?
enrol-way-lead = There is more than one way to a place. Each has its own places and requirements, and you can apply by one of them.
enrol-way-legend = Choose a way
enrol-way-missing = Choose a way.

enrol-person-title = Who are you?
enrol-person-lead = Groups are mixed by profession. The name is on your receipt and your certificates.
enrol-name-kept = Your answers stay in your browser until you send them.
enrol-name-given = Given name
enrol-name-family = Family name
enrol-name-given-missing = Write your given name.
enrol-name-family-missing = Write your family name.
enrol-work-profession = Profession
enrol-work-profession-hint = Not here? Choose the nearest. If you study, the programme is enough.
enrol-work-none = Choose a profession
enrol-work-programme = Programme, if you study
enrol-work-none-programme = Choose a programme
enrol-work-missing = Choose a profession or a programme.

enrol-workplace-title = Where do you work?
enrol-workplace-lead = We spread workplaces over the groups.
enrol-workplace-search = Find a school
enrol-workplace-search-hint = A part of the name is enough.
enrol-workplace-search-button = Search
enrol-workplace-found = { $count ->
    [one] One match.
   *[other] { $count } matches.
}
enrol-workplace-found-many = The first { $shown } of { $count } matches. Write more of the name if your school is not there.
enrol-workplace-found-none = No school is called “{ $sought }”. Try a shorter part of the name, or choose that your workplace is another.
enrol-workplace-legend = Your workplace
enrol-workplace-other = Another workplace
enrol-workplace-none = I do not work now
enrol-workplace-missing = Choose your workplace, or that you do not work now.
enrol-employer = Employer
enrol-employer-hint = Only if you chose another workplace.
enrol-employer-missing = Write who your employer is.

enrol-studies-title = How much have you studied?
enrol-studies-lead = Your credits decide whether you are eligible, and sometimes in which order places are given.
enrol-studies-credits = Completed credits
enrol-studies-credits-hint = All credits together, 180 for example. Leave it empty if you have none.
enrol-studies-wrong = Write the credits as a number, such as 180 or 7.5.

enrol-times-title = When can you meet?
enrol-times-lead = We look for a time that suits everybody in your group.
enrol-times-change = Change only the times that do not suit you. You need not say why.
enrol-times-all = All times suit me, continue
enrol-times-can = Can
enrol-times-rather-not = Rather not
enrol-times-cannot = Cannot
enrol-monday = Monday
enrol-tuesday = Tuesday
enrol-wednesday = Wednesday
enrol-thursday = Thursday
enrol-friday = Friday
enrol-calendar-title = Or let us read your calendar
enrol-calendar-what = We keep only when you are busy, never what you do, where or with whom. This is optional.
enrol-calendar = The calendar’s address (optional)
enrol-calendar-hint = The address that your calendar program gives for sharing. It begins with https or webcal. We read it when you press Continue.
enrol-calendar-read = Your calendar was last read { $when }. A new address replaces it.
enrol-calendar-wrong = The address cannot be read. Check it, or leave the field empty.

enrol-meeting-title = How can you meet?
enrol-meeting-lead = So that your group meets in a way and in a language that works for everybody in it.
enrol-meeting-legend = Way of meeting
enrol-meeting-either = It does not matter
enrol-meeting-campus = On campus
enrol-meeting-distance = Online
enrol-meeting-strict = I can only take part that way
enrol-meeting-strict-of-what = Choose on campus or online, if you can only take part in one way.
enrol-meeting-languages = Languages you can work in
enrol-meeting-languages-hint = Leave it empty if both are fine.
enrol-meeting-swedish = Swedish
enrol-meeting-english = English
enrol-languages-title = Which languages can you work in?
enrol-languages-lead = So that your group meets in a language that works for everybody in it.
enrol-languages-either = Both languages
enrol-meeting-joint = Joint word (optional)
enrol-meeting-joint-hint = For colleagues who want to be admitted together or not at all: agree on a word and write the same word in your applications.
enrol-meeting-joint-long = The word may have at most { $most } characters.
enrol-meeting-no-reasons = We do not ask why, and keep no reasons.

enrol-review-title = Review and send
enrol-review-lead = Nothing has been sent yet.
enrol-review-answers = Your answers
enrol-review-change = Change
enrol-review-add = Add
enrol-review-way = Way
enrol-review-name = Name
enrol-review-work = Profession or programme
enrol-review-workplace = Workplace
enrol-review-studies = Studies
enrol-review-times = Times
enrol-review-not-given = No answer
enrol-review-any-time = All times suit.
enrol-review-cannot = Cannot: { $times }.
enrol-review-avoid = Rather not: { $times }.
enrol-review-only = { $way } only
enrol-review-joint = Joint word: { $word }
enrol-review-rules = How we checked it
enrol-review-places = How places are given
enrol-review-sending = You get a receipt here and by e-mail. You can withdraw whenever you want before the course starts.
enrol-send = Send the application

enrol-standing-eligible = You are eligible.
enrol-standing-conditional = You are eligible on a condition: something has to be shown later.
enrol-standing-not = With these answers you are not eligible. See what is missing, and change what is wrong.
enrol-rule-met = Met
enrol-rule-stated = Met, as you say
enrol-rule-unmet = Not met
enrol-rule-unknown = We do not know yet
enrol-insist-legend = Do you want a decision all the same?
enrol-insist-hint = You then get a written no with reasons, which you can appeal.
enrol-insist = Yes, try my application all the same
enrol-busy = Many apply right now. Your answers are still here: wait a while and press Send the application again.
enrol-key-reused = The application had changed since the page was shown. See that everything is right, and send it again.

enrol-applied-title = You have applied already
enrol-applied = You have an application to this course offering. You need not apply again.
enrol-not-open-title = One cannot apply here right now
enrol-refused-title = The application could not be taken
enrol-stop-no-way = There are no places to apply for yet.
enrol-stop-instead = What you can do
enrol-stop-receipt = See your receipt
enrol-stop-course = About the course offering
enrol-stop-others = See the course’s other offerings
enrol-stop-contact = Any questions? Write to { $address }.

enrol-receipt-submitted = We have your application. The places have not been given yet.
enrol-receipt-reserve = All places are taken. You get one if somebody before you withdraws.
enrol-receipt-admitted = You have a place on the course.
enrol-receipt-my-page = Follow your application on My page
enrol-receipt-refused = The reasons stand below.
enrol-next-title = What happens now
enrol-next-letter = An e-mail
enrol-next-letter-how = You get the same answer at your e-mail address.
enrol-next-selection = Places are given when applications have closed
enrol-next-call = If a place becomes free
enrol-next-call-how = We write to you by e-mail. It says how long you have to answer.

enrol-review-company = Group mates you wish for
enrol-review-with = Preferably with { $people }.
enrol-review-without = Preferably not with { $people }.
enrol-review-no-wish = No wishes
enrol-review-needs = Practical needs
enrol-review-no-needs = None
