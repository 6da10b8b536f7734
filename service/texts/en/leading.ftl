# Those who lead cohorts: the cohorts, meetings, roll-call and attendance. The list is staff's too.
leading-title = Cohorts you lead
leading-lead = Who is in them, when you meet and who came.
leading-none = You lead no cohort at present.
leading-cohort = Cohort { $code }
leading-course = Course
leading-when = When
leading-times = Weekly times
leading-members = Who is in it
leading-members-note = You see names and how the professions are spread. Who has protected personal data stands under an alias, and nobody may know more than that. Do not pass the list on.
leading-needs = Practical needs in the group
leading-need = { $need }: { $people }
leading-needs-note = How many need what. Do not ask who or why: arrange it for the group.
leading-meetings = Meetings
leading-no-meetings = There are no meetings ahead of you.
leading-past = { $count ->
    [one] 1 meeting that is over
   *[other] { $count } meetings that are over
}
leading-for-all = The whole offering
leading-attendance = Who came?

attendance-upprop = Roll-call
attendance-who = Who is here?
attendance-count = { $present } of { $all } are noted.
attendance-save = Save
attendance-saved = Saved.
attendance-nobody = Nobody has a place here at present.
attendance-not-yet = The day has not been yet. When it has, you can note who came.
attendance-cancelled = The meeting is cancelled.
attendance-stopped = Stopped: the condition is not met
attendance-registered = Registered
attendance-completed = Completed
attendance-register-title = Register those who were at the roll-call
attendance-register-means = Those who are noted and have met their conditions are registered on the course. Who is registered already is not affected.
attendance-register = Register
attendance-done-registered = Those who were at the roll-call and may be registered are registered.
attendance-some-meeting = Was there that day, not known at which meeting
