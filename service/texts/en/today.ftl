# What needs doing today: what waits for somebody who administers, with how many.
today-title = To do today
today-nothing = Nothing waits for you today.
today-due = First { $when }
today-with = Do it with
today-approvals = { $count ->
    [one] 1 head is to approve
   *[other] { $count } heads are to approve
}
today-answers = { $count ->
    [one] 1 person who was admitted is to answer
   *[other] { $count } people who were admitted are to answer
}
today-calls = { $count ->
    [one] 1 reserve who was called is to answer
   *[other] { $count } reserves who were called are to answer
}
today-reserves = { $count ->
    [one] 1 reserve to call to a free place
   *[other] { $count } reserves to call to free places
}
today-proposals = { $count ->
    [one] 1 proposal of cohorts to decide on
   *[other] { $count } proposals of cohorts to decide on
}
today-no-cohorts = { $count ->
    [one] 1 person has a place, but there are no cohorts yet
   *[other] { $count } people have places, but there are no cohorts yet
}
today-unplaced = { $count ->
    [one] 1 newcomer to place in a cohort
   *[other] { $count } newcomers to place in cohorts
}
today-transfers = { $count ->
    [one] 1 person wishes to change cohort
   *[other] { $count } people wish to change cohort
}
today-company = { $count ->
    [one] 1 wish not to be with somebody
   *[other] { $count } wishes not to be with somebody
}
today-erasures = { $count ->
    [one] 1 person requests erasure
   *[other] { $count } people request erasure
}
today-duplicates = { $count ->
    [one] 1 pair of people may be the same
   *[other] { $count } pairs of people may be the same
}
today-letters-failed = { $count ->
    [one] 1 letter did not arrive
   *[other] { $count } letters did not arrive
}
today-addresses-failed = { $count ->
    [one] 1 e-mail address takes no letters
   *[other] { $count } e-mail addresses take no letters
}
today-letters-late = { $count ->
    [one] 1 letter has not gone
   *[other] { $count } letters have not gone
}
today-follow-up = { $count ->
    [one] 1 person who is registered has not been seen for three weeks
   *[other] { $count } people who are registered have not been seen for three weeks
}
today-no-room = { $count ->
    [one] 1 meeting within two weeks has no room
   *[other] { $count } meetings within two weeks have no room
}
today-no-leader = { $count ->
    [one] 1 meeting within two weeks has nobody who leads it
   *[other] { $count } meetings within two weeks have nobody who leads them
}
today-timetables = { $count ->
    [one] 1 timetable of a programme could not be fetched
   *[other] { $count } timetables of programmes could not be fetched
}
