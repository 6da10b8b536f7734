# With whom one would, or would rather not, be in a cohort.
company-title = Do you want to be in the same group as somebody?
company-lead = Optional. We ask so that we can take it into account when groups are made. Write the other person's e-mail address, or the code that they have here. We never tell you whether the person is here, and we do not tell the other that you have written.
company-with = Preferably with
company-with-hint = It counts when groups are made only if both of you wish it. It is a wish, not a promise: the groups are to mix professions.
company-without = Preferably not with
company-without-hint = A course administrator reads it and decides whether you are to be in different groups. Nobody else sees it. You need not say why.
company-person = E-mail address or code: preferably with, person { $number }
company-person-without = E-mail address or code: preferably not with, person { $number }

my-company-made = The groups have been made already, so it is too late to add wishes.
my-company-change = Does your group not suit you? Then you can ask to change.
my-company-see-cohort = See your group and ask to change
my-company-no-cohort = You are not in a group yet.
my-company-kept = This is what you have wished
my-company-kept-hint = Untick what you want to take back.

# The code that others write to wish for one's company.
company-code = Your code for wishes about groups
company-code-is = Your own code:
company-code-hint = Give it to whom you want to share a group with, so that you can write each other's. The code also stands on your receipt and on My page. It tells nothing about you.
my-place-company = Wishes about groups
my-done-company = Your wishes are saved.
