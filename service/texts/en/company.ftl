# With whom one would, or would rather not, be in a cohort.
company-title = Do you want to be in the same group as somebody?
company-lead = Optional. We ask so that we can take it into account when groups are made. Write the e-mail address, or the number of the application, which stands in its receipt. We never tell you whether the person is here, and we do not tell the other that you have written.
company-with = Preferably with
company-with-hint = It counts when groups are made only if both of you wish it. It is a wish, not a promise: the groups are to mix professions.
company-without = Preferably not with
company-without-hint = A course administrator reads it and decides whether you are to be in different groups. Nobody else sees it. You need not say why.
company-person = E-mail address or number: preferably with, person { $number }
company-person-without = E-mail address or number: preferably not with, person { $number }

my-company-made = The groups have been made already. You can take wishes back, but not add any.
my-company-number = The number of your application, which others may write:
my-place-company = Wishes about groups
my-done-company = Your wishes are saved.
