# The letters. Which paragraphs a letter has, and in what order, is decided in service/src/mail/letter.
# They say the same as the Swedish ones; Swedish terms that people meet elsewhere stand in brackets.
letter-greeting = Hello!
letter-greeting-name = Hello { $name },
letter-questions = Do you have questions? Reply to this e-mail or write to { $address }
letter-weeded = Weeded letter
letter-regards = Kind regards

# What several letters say.
letter-fact-course = Course: { $course }
letter-fact-offering = Course offering: { $code }
letter-fact-channel = Admission: { $channel }
letter-fact-application = Application number: { $reference }
letter-fact-case = Case number: { $reference }
letter-fact-employee = Employee: { $employee }
letter-fact-employer = Employer: { $employer }
letter-fact-contract = Contract: { $contract }
letter-reasons =
    { $count ->
        [one] The reason is:
       *[other] The reasons are:
    }
    { $reasons }
letter-no-appeal = The decision cannot be appealed. Do you think something is wrong? Contact us and state the case number: { $reference }.
letter-begin = You will be registered when the course starts, if you come to the roll-call (upprop) or show in another way that you are starting. When the groups are ready, you will get an e-mail about your group. You can add the times of the course to your calendar already, on My page.
letter-reserves = We call reserves in order within each selection group. If it is your turn, you will get an e-mail that says when you must answer. If you do not answer in time, the place goes to the next reserve.
letter-csn = Do you have study support from CSN? Then you must report the withdrawal there yourself.
letter-leave = Can you not take the course? Withdraw at { $place } as soon as you can, so that someone else can have the place.
letter-leave-list = Do you no longer want to be a reserve? Withdraw at { $url }
letter-condition = Your admission has a condition: { $condition } You must meet the condition before you can be registered.
letter-condition-then = If you are admitted, there is a condition: { $condition } You must meet the condition before you can be registered.
letter-reserve-place = reserve place number { $position }
letter-reserve-place-in = reserve place number { $position } in the selection group { $group }
letter-on-reserve = You are on the reserve list for { $offered }. You have { $place }.

# Questions that are answered by a link.
letter-answer =
    { $question } Answer yes or no no later than { $by }. Open the link to answer:
    { $link }
letter-answer-signed-in = { $question } Sign in at { $url } and answer yes or no no later than { $by }.
letter-want-place = Do you want the place?
letter-once = The link works once and for this answer only. Do not forward it.
letter-or-signed-in = You can also answer when you have signed in at { $url }
letter-no-sign-in = You do not need to sign in.
letter-silence = If you do not answer in time, you are struck off and lose the place.

# Signing in.
letter-code-subject = Your sign-in code
letter-code = Your code is: { $code }
letter-code-valid =
    { $minutes ->
        [one] The code is valid for { $minutes } minute and only once. Enter it on the page where you started to sign in.
       *[other] The code is valid for { $minutes } minutes and only once. Enter it on the page where you started to sign in.
    }
letter-code-link =
    Are you reading this on the device where you started? Then it is enough to open the link and press the button:
    { $link }
letter-code-not-you = Did you not try to sign in? Then you do not need to do anything. Do not give the code to anyone. We never ask for it.

# Applying and admission.
letter-received-subject = We have received your application
letter-received = We received your application on { $moment }.
letter-received-admitted = You have been admitted.
letter-received-reserve = All places are taken at the moment. You have { $place }. You will get an e-mail if it is your turn.
letter-review = We are now reviewing your application. You will get an e-mail when there is a decision.
letter-received-keep = Keep this e-mail. It is your receipt for the application.
letter-received-link =
    The receipt is also on a page, where you can see how your application is going. The page is for you only, so do not forward the link:
    { $link }
letter-admitted-subject = You have been admitted
letter-admitted = You have been admitted to { $offered }. The course starts on { $day }.
letter-copy-subject = Copy of your admission decision
letter-copy = The decision was made in the national admissions system. This e-mail is a copy for your information. What counts is the decision on antagning.se (universityadmissions.se).
letter-copy-answer = Answer at { $place } no later than { $by }. If you do not answer in time, you lose the place.
letter-on-reserve-subject = You are on the reserve list
letter-not-admitted-subject = You have not been admitted
letter-not-admitted = You have not been admitted to { $offered }.
letter-withdrawal-subject = We have received your withdrawal
letter-withdrawal = We received your withdrawal on { $moment }.
letter-withdrawal-waiting = You are no longer in the queue or the selection for the course. It cannot be undone. If the course still takes applications you can apply again, but you then come last.
letter-withdrawal-means = You no longer have a place on the course. The place may go to somebody else, so it cannot be undone. If the course still takes applications you can apply again, but you then come last.
letter-leaving-subject = We have received your withdrawal
letter-leaving = We received your withdrawal on { $moment }.
letter-leaving-early = It is an early withdrawal (tidigt avbrott): you leave within three weeks of the start of the course and have no passed result. You can apply for the course again.
letter-leaving-late = It is a late withdrawal (sent avbrott): more than three weeks have passed since the start of the course, or you have a passed result. Results you already have are kept. You cannot apply for the course again. If you want to finish it, you can be re-registered if there is room.

# Selection, answers, being struck off and deferral.
letter-undecided-subject = Your application is not decided yet
letter-result-admitted = The selection is done. You have been admitted to { $offered }.
letter-result-reserve = The selection is done. You are on the reserve list for { $offered }. You have { $place }.
letter-result-undecided = The selection for { $offered } is done, but your application is not decided yet.
letter-result-later = You will get an e-mail when there is a decision.
letter-result-grounds =
    This is how we have come to it:
    { $grounds }
letter-result-record =
    The selection is in a public record. There are no names in it. Your line is called { $pseudonym }. Whoever knows that can see which line is yours, so keep it to yourself. The record:
    { $url }

    Anyone can verify the draw and do the whole selection again. The number that the draw is made from was locked in advance, and the record says how to do it.
letter-result-appeal = The ranking in a selection cannot be appealed. Do you think something is wrong? Contact us.
letter-accepted-subject = You have said yes
letter-accepted = We have received your answer: you have said yes to the place on { $offered }.
letter-declined-subject = You have said no
letter-declined = We have received your answer: you have said no to the place on { $offered }.
letter-declined-means = You no longer have a place on the course. The place may go to someone else, so the answer cannot be undone. If you want to take the course another time, you need to apply again.
letter-answer-reminder-subject = Reminder, we are waiting for your answer
letter-answer-reminder = You have been admitted to { $offered }, but we have not had your answer.
letter-struck-subject = You have been struck off
letter-struck = You have been struck off { $offered }. You no longer have a place or a reserve place there.
letter-struck-then = Do you want to take the course anyway? You may apply again when the course is open for applications.
letter-deferred-subject = You have been granted a deferral
letter-deferred = You have been granted a deferral (anstånd) of your start on { $offered }. Your place is kept.
letter-deferred-until = You have been granted a deferral (anstånd) of your start on { $offered }. Your place is kept until { $term }.
letter-deferred-keep = Keep this e-mail. It shows that the place is yours. The case number is { $reference }: state it if you have questions, or if you no longer want the place.
letter-not-deferred-subject = You have not been granted a deferral
letter-not-deferred = You have not been granted a deferral (anstånd) of your start on { $offered }. That decision does not change your place on the course offering.
letter-not-deferred-leave = Can you not take the course, and do you not want to appeal? Withdraw at { $url } as soon as you can. Do not withdraw if you appeal: whoever has withdrawn cannot be granted a deferral.

# To reserves.
letter-called-subject = A place is free, answer in time
letter-called = A place has become free on { $offered }, and it is your turn. You have { $place }.
letter-called-why = Why it is your turn: { $reason }
letter-called-silence = If you do not answer in time, the place goes to the next reserve and you are struck off the reserve list.
letter-called-no = If you answer no, the place also goes to the next reserve. You are then no longer on the reserve list, and the answer cannot be undone.
letter-called-reminder-subject = Reminder, a place is free
letter-called-reminder = We have not had your answer. There is a free place on { $offered }, and it is your turn. You have { $place }.
letter-call-accepted = You have said yes to the place on { $offered }. The place is yours.
letter-call-declined = You have said no to the place on { $offered }. The place goes to the next reserve, and you are no longer on the reserve list.
letter-call-declined-means = The answer cannot be undone. If you want to take the course another time, you need to apply again.
letter-call-expired-subject = The time to answer has run out
letter-call-expired = You did not answer in time when we asked about a place on { $offered }. The place goes to the next reserve, and you have been struck off the reserve list.
letter-call-expired-means = Do you think something is wrong? Contact us as soon as you can. If you want to take the course another time, you need to apply again.
letter-call-cancelled-subject = You no longer need to answer
letter-call-cancelled = We have taken back the question about a place on { $offered }. You do not need to answer, and the link in our last e-mail no longer works.
letter-call-cancelled-means = You are still on the reserve list and keep your reserve number. You will get a new e-mail if it is your turn.
letter-interest-subject = A question to you as a reserve
letter-interest-question = Do you still want a place?
letter-interest-means = If you answer no, you are taken off the reserve list. If you answer yes, we note it, and you keep your place on the list. If you do not answer at all, you also keep your place: we do not strike anyone off for not answering this question.
letter-swapped-subject = You have got the place you waited for
letter-swapped = You have got the place you waited for: { $offered }.
letter-swapped-left = You have thereby given up your former place, on the course offering { $left }. It may go to someone else, so the change cannot be undone.

# Nominations by employers.
letter-approval-subject = Your approval is needed
letter-approval = An employee has been put forward for a course that the employer pays for, and it needs approval.
letter-approval-reminder-subject = Reminder, your approval is needed
letter-approval-reminder = We have not had an answer to our question about an employee who has been put forward for a course that the employer pays for.
letter-approval-head = We ask you as the head.
letter-approval-deputy = We ask you as the deputy of the head. The answer that comes first counts, the head's or yours.
letter-approval-name-there = the name is on the page where you answer
letter-approval-question = Do you approve?
letter-approval-means = If the answer is yes, we go on with the application. If the answer is no, or if nobody answers in time, the application is closed and the place in the contract may go to someone else. The employee is told.
letter-approval-unknown = Do you not know about this application? Contact us before you answer.
letter-nomination-approved-subject = Your employer has said yes
letter-nomination-approved = Your employer has approved that you take { $offered }.
letter-nomination-refused-subject = Your employer has said no
letter-nomination-refused = Your employer has not approved that you take { $offered }.
letter-nomination-refused-means = The application is thereby closed. The decision is your employer's. Talk to your head if you wonder about it.
letter-nomination-expired-subject = Your employer has not answered
letter-nomination-expired = Your employer did not answer in time when we asked if you may take { $offered }.
letter-nomination-expired-means = The application is thereby closed. Talk to your head: your employer can put you forward again, if there is time and a place left.
letter-nomination-open = Do you want to apply on your own? At { $url } you can see whether the course is also open for applications.
letter-replaced-subject = Somebody else has your place
letter-replaced = Your employer has chosen somebody else for your place on { $offered }. You no longer have a place on the course.
letter-replaced-wrong = Is that not right? Talk to your employer. It is the employer who chooses who gets the places.
letter-replaced-contact = Do you have another question? Contact us and state the case number: { $reference }.
