# Cohorts: plans, the board, moving, locking, comparing, committing.
board-offerings = Offerings
board-offerings-lead = Choose what to do in an offering.
board-no-offerings = There are no offerings yet.
board-plans-title = Cohorts
board-plans-of = Plans for cohorts, { $code }
board-plans-lead = Here you make plans for cohorts, compare them and commit one. No participant notices anything until you have committed.
board-plans-there-are = Plans
board-no-plans = There is no plan yet. Make one below.

board-new-title = Make a new plan
board-new-means = The service looks for the best division for half a minute at most. You can change the plan afterwards.
board-start = What should the plan start from?
board-start-rebalance = The cohorts in force, with as few moves as the mix allows
board-start-new = Nothing: everybody is placed anew
board-start-keep = The cohorts in force, nobody moved. You move people by hand
board-start-late = The cohorts in force, only newcomers are placed
board-start-undo = Back to what was in force before
board-weight = What matters most?
board-weight-mix = An even mix of professions
board-weight-times = Times and ways of meeting
board-weight-moves = That as few as possible change cohort
board-open-codes = Cohorts open to everybody
board-open-codes-hint = People with protected personal data are placed in these only. Write the cohorts' codes, such as G01, G02.
board-propose = Make a plan

board-state = State
board-state-proposed = plan
board-state-committed = committed
board-state-discarded = discarded
board-score = Deviation
board-points = { $points ->
    [one] 1 point
   *[other] { $points } points
}
board-points-word = Points
board-quality = How good
board-rules = Rules
board-no-rule-broken = Every rule is kept
board-rules-broken = { $count ->
    [one] One rule is broken
   *[other] { $count } rules are broken
}
board-moves = Change cohort
board-would-move = { $count ->
    [0] nobody changes cohort
    [one] one person changes cohort
   *[other] { $count } people change cohort
}
board-people = { $count ->
    [0] nobody
    [one] 1 person
   *[other] { $count } people
}
board-cohorts = { $count ->
    [one] 1 cohort
   *[other] { $count } cohorts
}
board-number-of-cohorts = Cohorts
board-problems = What is not as wished
board-no-problems = Everything is as wished.
board-criteria = What the points consist of
board-criteria-what = The fewer points, the better. 0 is entirely as wished.
board-criterion = Wish
board-criterion-mix = Even mix of { $of }
board-criterion-spread = Spread of { $of }
board-criterion-level = Even level of { $of }
board-criterion-clash = Times that clash
board-criterion-modality = Campus or distance
board-criterion-wish = Colleagues together
board-criterion-size = Size of cohorts
board-criterion-move = Changes of cohort
board-of-family = profession families
board-of-workplace = workplaces
board-of-municipality = municipalities
board-of-channel = channels of admission
board-of-programme = programmes

board-cohorts-title = The cohorts
board-how = Choose a person to see why they are in the cohort and what another would cost, and to move or lock them.
board-how-drag = You can also drag a person to the heading of another cohort to move them, or onto somebody in it to have the two change places.
board-uneven-mark = ! means more or fewer than an even share.
board-uneven = not an even share
board-mix = Profession families in the cohort
board-mix-of = Profession families in { $code }
board-family = Profession family
board-meets = Meets { $times }
board-led-by = Led by { $names }
board-locked = locked
board-from = from { $code }
board-drag-reads = Working out what it would cost…
board-drag-lost = It could not be worked out. Load the page again and retry.
board-move = Move

board-not-explained = Why the person is in the cohort is not shown. You can move and lock as usual.
board-locked-means = The person stays in the cohort when you make new plans.
board-other-cohorts = Move to another cohort
board-where-to = Which cohort?
board-what-cost = Show what it would cost
board-lock-title = Hold in place
board-lock-means = Who is locked stays in their cohort when the plan is worked out again. The lock holds once the plan has been committed.
board-lock = Lock in the cohort
board-unlock = Unlock
board-effect-title = If the person is moved to { $code }
board-effect = { $who }: { $points }.
board-effect-broken = { $who } is not possible. { $why }
board-effect-alone = Alone of their profession family: { $names }.
board-effect-criteria = Points that change
board-from-to = The points go from { $before } to { $after }, { $points }.
board-just-as-good = just as good
board-better = { $count ->
    [one] 1 point better
   *[other] { $count } points better
}
board-worse = { $count ->
    [one] 1 point worse
   *[other] { $count } points worse
}
board-before = Before
board-after = After
board-move-to = Move { $name } to { $code }
board-moved = { $name } has been moved from { $from } to { $to }.
board-undo-move = Undo the move
board-done-locked = The person is locked in their cohort.
board-done-unlocked = The person is not locked any more.
board-done-committed = The cohorts are in force. Those concerned get mail.
board-done-undone = What was in force before is so again. Those concerned get mail.
board-done-discarded = The plan has been discarded.

board-commit = Commit
board-commit-title = Commit the cohorts?
board-commit-means = The cohorts come into force, in calendars and on My page.
board-commit-mail = Those who get a cohort or change cohort get mail.
board-discard = Discard the plan
board-discard-title = Discard the plan?
board-discard-means = The plan cannot be committed afterwards. The cohorts in force are not affected.
board-undo = Undo the commit
board-undo-title = Undo the commit?
board-undo-means = The cohorts become what they were before. This can be done for the last commit only, and only if the participants have not changed since.
board-keep = No, go back
board-moves-from = { $name }: { $from } → { $to }
board-comes-to = { $name }: → { $to }

board-stale-title = The plan has changed
board-stale = Somebody has changed the plan since you opened the page. Go back, look at it as it is now, and do again what you wanted to do.
board-refused-title = It was not possible
board-busy = The service is working on several plans already. Wait a little and try again.
board-nothing-done = Nothing has been changed.
board-back = To the plan

board-compare = Compare
board-compare-title = Compare two plans
board-compare-with = Compare with
board-compare-rows = The plans side by side
board-compare-moves = Who is in another cohort
board-compare-same = Everybody is in the same cohorts in both plans.
board-compare-twins = Cohorts count as the same when they share most people:
board-compare-open = To the other plan
board-compared = The other plan is { $points }.
board-only-first = { $name }: only in the first
board-only-second = { $name }: only in the second
board-pairs = Of { $all } pairs who share a cohort in the first plan, { $kept } do so in the second too.

board-swap-title = Change places with somebody
board-swap-choose = Choose whom the person is to change places with
board-swap-of = Change places: { $name }
board-swap-means = Two people take each other's places, so no cohort becomes larger or smaller. You see what it costs before anything changes.
board-swap-closed = The plan can no longer be changed.
board-swap-nobody = Nobody is in any other cohort.
board-swap-with = Change places with
board-swap-effect = If { $name } and { $other } change places
board-swap-to = { $name } to { $to } and { $other } to { $from }
board-swap-do = Let { $name } and { $other } change places
board-swapped = { $name } is now in { $to } and { $other } in { $from }.
board-undo-swap = Undo the exchange
board-effect-to = { $name } to { $code }

board-weights-see = See what each wish weighs, and try other weights
board-weights-title = What the wishes weigh
board-weights-lead = The higher the weight, the more points it costs when the wish is not met. 0 means that it does not matter.
board-weights-preset = Ready-made weights
board-weights-preset-means = Fill in a set of weights and see what the plan would score with them.
board-weights-preset-now = The plan was made with { $preset }.
board-weights-own = The plan was made with weights of its own.
board-weights-each = Each weight by itself
board-weights-more = More weights
board-weights-try = See what the plan would score
board-weights-wrong = Write a whole number between 0 and { $most } for each weight.
board-weights-result = The plan with these weights
board-weights-same = These are the weights that the plan was made with.
board-weights-propose-title = Make a new plan with these weights
board-weights-propose-means = Otherwise the new plan is made as this one. The plan that you see now stays, and you can compare them.
board-weight-out = { $of }: too many or too few in a cohort
board-weight-alone = { $of }: the only one in the cohort
board-weight-spread = { $of }: more than an even share
board-weight-colleagues = Colleagues in the same cohort, or apart, as the plan wishes
board-weight-clash = A meeting at a time that somebody would rather avoid
board-weight-modality = Campus or distance is not as somebody wishes
board-weight-size = A person off the wished size of a cohort
board-weight-move = A person who changes cohort
board-weights-points = With the plan's own weights: { $before } points. With these weights: { $after } points.
