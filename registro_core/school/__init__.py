"""The school: sites, years, calendar, bell schedules, classes, groups, subjects, teachings."""
