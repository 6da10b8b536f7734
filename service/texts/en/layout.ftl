# What stands around every page.
layout-skip = Skip to the content
layout-menu = Main menu
layout-courses = Courses
layout-my-page = My page
layout-staff = Staff
layout-sign-in = Sign in
layout-language = Language
# The other language, in that language.
layout-other-code = sv
layout-other-name = Svenska
layout-what = Samverkan: courses where professions meet.
layout-statement = Accessibility
layout-about = About the service and your data
layout-api = For programmers
layout-fault = Error:
