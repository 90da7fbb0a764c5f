"""The terms of schema.org that are read, and those that name persons."""

from loaders.linked import SCHEMA

COURSE, INSTANCE, OCCUPATION = SCHEMA + "Course", SCHEMA + "CourseInstance", SCHEMA + "Occupation"
PROGRAMMES = (SCHEMA + "EducationalOccupationalProgram", SCHEMA + "WorkBasedProgram")
PERSON = SCHEMA + "Person"
NAME, OTHER_NAME, DESCRIPTION = SCHEMA + "name", SCHEMA + "alternateName", SCHEMA + "description"
URL, LICENCE, AUDIENCE = SCHEMA + "url", SCHEMA + "license", SCHEMA + "audience"
LANGUAGES = (SCHEMA + "inLanguage", SCHEMA + "availableLanguage")
PROVIDERS = (SCHEMA + "provider", SCHEMA + "offeredBy", SCHEMA + "sourceOrganization", SCHEMA + "publisher")
"""Who gives a course; the first that is stated is taken."""
INSTANCES = SCHEMA + "hasCourseInstance"
MODE, STARTS, ENDS, LOCATION = (SCHEMA + name for name in ("courseMode", "startDate", "endDate", "location"))
TIMES = (SCHEMA + "timeRequired", SCHEMA + "courseWorkload", SCHEMA + "timeToComplete", SCHEMA + "duration")
FREE, OFFERS, PRICE, CURRENCY = (SCHEMA + name for name in ("isAccessibleForFree", "offers", "price", "priceCurrency"))
ACCESS = SCHEMA + "accessibilityFeature"
TEACHES, NEEDS = SCHEMA + "teaches", SCHEMA + "competencyRequired"
ALIGNED = SCHEMA + "educationalAlignment"
PREREQUISITES = (SCHEMA + "coursePrerequisites", SCHEMA + "programPrerequisites")
SKILLS, CATEGORY = SCHEMA + "skills", SCHEMA + "occupationalCategory"
CODE, IN_SET = SCHEMA + "termCode", SCHEMA + "inDefinedTermSet"

PERSONAL = frozenset(
    SCHEMA + name
    for name in (
        "accountablePerson", "actor", "alumni", "attendee", "author", "contactPoint", "contributor", "copyrightHolder",
        "creator", "director", "editor", "email", "employee", "employees", "faxNumber", "founder", "founders",
        "instructor", "maintainer", "member", "members", "organizer", "performer", "review", "reviews", "reviewedBy",
        "sponsor", "telephone", "translator", "applicationContact",
    )
)  # fmt: skip
"""What names or reaches persons, or may: never kept."""
READ = frozenset({COURSE, INSTANCE, OCCUPATION, *PROGRAMMES})
"""The classes that become records of their own accord; others only where one of these names them."""
