# The receipt of an application.
receipt-title = Receipt of your application
receipt-state = Where it stands now:
receipt-answer-by = Say whether you want the place, before { $when }. The link is in our e-mail to you; you can also answer when you have signed in.
receipt-reasons = Reasons
receipt-eligibility = Eligibility
receipt-withheld = How eligibility was judged is shown only when you have signed in.
receipt-decisions = Decisions
receipt-appeal = How to appeal

receipt-name = Name
receipt-admission = Admission
receipt-received = Application received
receipt-number = Application number
receipt-group = Selection group
receipt-condition = Condition
receipt-case-number = case number { $number }

receipt-admitted = admitted
receipt-reserve = reserve
receipt-reserve-at = reserve { $position }
receipt-refused = not admitted
receipt-struck = struck
receipt-deferred = deferral granted
receipt-deferral-refused = deferral refused
receipt-reregistered = re-registered

# Computing a selection again.
receipt-checking-title = How to check the selection
receipt-checking = The selection is in a record without names, which anybody can compute again. Your line has the designation below. Whoever knows it can see which line is yours, so keep it to yourself.
receipt-pseudonym = Your designation
receipt-ticket = Your ticket
receipt-record = Number of the record
receipt-digest = Checksum of the record
receipt-seed = Checksum of the seed

receipt-expired = The link has expired
receipt-not-now = The receipt cannot be shown now
receipt-try-later = The service cannot show the receipt now. Try again in a while.
