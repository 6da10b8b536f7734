# The access export.
extract-link = [link left out]
extract-recipients = Who gets to know the data
extract-recipients-said = Those who administer the course, and those who lead your cohort see names and attendance. Name, e-mail address and cohort may have been given to the learning platform and to the register of studies; every list that has been taken out stands under the heading Lists taken out. If an employer has nominated you, the employer's contact is told how the application fares. Anybody can ask for official documents; secrecy is examined before anything is given out.
extract-how-long-said = The times for the different kinds of data stand under the heading How long data are kept. What has no time there is kept until there is a decision on weeding.
extract-rights = What you can demand
extract-rights-said = You can ask to have what is wrong corrected (article 16), data erased (article 17) or restricted (article 18), and you can object to the processing (article 21). Much of it you correct yourself on My page. What must be kept by law cannot be removed, but you always get a decision with reasons. Write to { $address }.
extract-complaint = To complain
extract-complaint-said = You can complain to the Swedish Authority for Privacy Protection, IMY: imy.se.
extract-sources = Where the data come from
extract-sources-said = From you, when you apply or make changes on My page; from the national admissions system, if the place was given there; from your employer, if you are nominated; from those who administer or lead the course, such as attendance; and from calendars that you have given. Each application says through which channel it came, and the trail when it was read in.
extract-automated = Automated decisions
extract-automated-said = Decisions on places can be made automatically, by the rules of the channel: in the order in which applications arrive, by merit, or by lottery with a seed promised beforehand. Each decision says whether it was automatic and what it is built on. There is no profiling. You can ask to have a human examine the decision.
extract-not-in = What does not stand here
extract-not-in-said = Data of others, such as what others may have wished about whom to be in a cohort with (article 15.4). Secrets in links, codes and calendar addresses. Your personal or coordination number is stored encrypted and shown here by its last digit only; say so if you want to see all of it. Ask { $address } if anything is unclear.
