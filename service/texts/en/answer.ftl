# The pages behind the links in letters that ask something.
answer-send = Send the answer
answer-choose = Choose yes or no.
answer-thanks = Thank you for your answer
answer-ask-us = Any questions? Reply to our e-mail, and we will help you.

# A reserve is called to a place.
answer-call-title = A place is free
answer-call-said = A place on { $course } has come free, and it is your turn.
answer-call-means = If you answer no, or do not answer in time, the place goes to the next reserve. You are then no longer a reserve, and this cannot be undone.
answer-call-together = You are called together with those you applied with. You get the places when all of you have said yes. If one says no, or nothing, the others stay on the reserve list with their numbers.
answer-place-legend = Do you want the place?
answer-place-yes = Yes, I want the place
answer-place-no = No, I do not want the place

answer-admission-title = You are admitted
answer-admission-said = You are admitted to { $course }. Say whether you want the place.
answer-admission-means = If you answer no, or do not answer in time, you lose the place. It may go to somebody else, so this cannot be undone.

answer-interest-title = Do you still want a place?
answer-interest-said = You are a reserve for { $course }.
answer-interest-means = If you answer yes, you keep your reserve number. If you answer no, you are taken off the reserve list, and this cannot be undone. If you do not answer at all, you keep your number too.
answer-interest-legend = Do you want to stay on the reserve list?
answer-interest-yes = Yes, I want to stay
answer-interest-no = No, take me off the list

# A head, or the head's deputy, approves a nomination.
answer-approval-title = Approve a nomination
answer-approval-as-head = { $employee } is nominated for { $course }, which the employer pays for. You are asked as the head.
answer-approval-as-deputy = { $employee } is nominated for { $course }, which the employer pays for. You are asked as the head's deputy. The first answer counts, the head's or yours.
answer-approval-means = If you answer no, or if nobody answers in time, the nomination ends and the place may go to somebody else. The employee is told.
answer-approval-legend = Do you approve the nomination of { $employee }?
answer-approval-yes = Yes, I approve the nomination
answer-approval-no = No, I do not approve it

answer-course = Course
answer-runs = Dates of the course
answer-before = Answer before
answer-reserve-number = Reserve number
answer-employee = Employee
answer-employer = Employer
answer-contract = Contract

# After the answer.
answer-accepted = You have said yes. The place on { $course } is yours.
answer-declined = You have said no to the place on { $course }.
answer-waits-for-others = You have said yes. You get the places when all you applied with have said yes too. You will get an e-mail.
answer-still-interested = You stay on the reserve list with your number.
answer-left-the-list = You are taken off the reserve list.
answer-approved = You have approved the nomination. The employee will be told about a place.
answer-refused = You have not approved the nomination. It has ended, and the employee will be told.

# When there is nothing to answer.
answer-already-title = Answered already
answer-already = The question is answered already, and the first answer counts.
answer-late-title = Too late to answer
answer-late = The time to answer has run out.
answer-taken-back-title = Nothing to answer
answer-taken-back = The question has been taken back. You do not need to answer.
answer-no-link = No such link
answer-not-received = The answer could not be received
answer-try-again = Somebody changed the same thing at the same time, and your answer was not received. Go back and send it again.
answer-try-later = The service cannot receive answers now, and nothing has been changed. Try again in a while.

# Reminders: no more, and again.
reminders-stop-title = No more reminders?
reminders-stop = Then we send no more reminders of meetings, of the course’s beginning and of last days, for any course. Decisions, calls, questions that you need to answer and changed times are sent all the same.
reminders-stop-button = Stop sending reminders
reminders-stopped-title = You get no reminders
reminders-stopped = We send you no more reminders. Decisions, calls, questions that you need to answer and changed times are sent all the same.
reminders-way-back = Do you want them again? Open the link in the letter once more.
reminders-again-button = Send reminders again
reminders-again-title = You get reminders again
reminders-again = We send you reminders again.
