# An employer's contact: nominations that wait, places of contracts.
employer-title = For employers
employer-lead = Nominations that wait for your answer, and the places of the contracts you answer for.
employer-what = Nominations that wait for you and the places of your contracts.
employer-waiting = Wait for your answer
employer-none-waiting = No nomination waits for your answer.
employer-contracts = Contracts
employer-no-contracts = Your e-mail address stands in no contract. Should it? Write to us.
employer-contract = Contract
employer-seats = { $free ->
    [0] all { $seats } places are used
   *[other] { $used } of { $seats } places are used, { $free } are free
}
employer-used = Used
employer-free = Free
employer-substitute-until = Change of person no later than
employer-people = Nominated
employer-nobody = Nobody has been nominated yet.
employer-nominate = Do you want to nominate somebody or give up a place? Write to the course administration.
employer-answer-by = Answer before
employer-answer-before = Answer before { $when }.
employer-approve = Approve
employer-approve-title = Approve the nomination of { $name }?
employer-approve-means = The person gets a place if there is a free one, otherwise one on the reserve list. You and your deputy have been asked the same, and the first answer counts.
employer-refuse = Refuse
employer-refuse-title = Refuse the nomination of { $name }?
employer-refuse-means = The nomination ends and the person is told. If you change your mind you can nominate anew as long as the contract has a place.
employer-why = Why?
employer-why-hint = Who is nominated can read the reason. Write nothing sensitive about the person.
employer-renew = Nominate anew
employer-renew-title = Nominate { $name } anew?
employer-renew-means = The head and the deputy are asked again, and whoever answers first decides. What has happened before stays on record.
employer-done-approved = The nomination has been approved.
employer-done-refused = The nomination has been refused.
employer-done-renewed = The nomination has been made anew, and the question has been sent.
employer-state-waits = Waits for an answer
employer-state-submitted = Approved, waits for a place
employer-state-reserve = On the reserve list
employer-state-called = Offered a free place
employer-state-admitted = Has a place
employer-state-registered = Registered on the course
employer-state-completed = Has completed the course
employer-state-refused = Not approved
employer-state-deferred = Deferred
employer-state-ended = Ended
