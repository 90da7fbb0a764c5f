"""The terms of CTDL that are read and written, and which word of the graph each stands for."""

from kmgraph.model import Competency, Course, Framework, Level, Organisation, Record, Role, Scale
from kmgraph.vocabulary import CLASSES, Availability, Kind, Match, Mode, Provision
from loaders.linked import CEASN, CETERMS, PREFIXES

FRAMEWORK = (CEASN + "CompetencyFramework",)
COMPETENCY = (CEASN + "Competency",)
COLLECTION = (CETERMS + "Collection",)
PATHWAY = (CETERMS + "Pathway",)
ROLE = tuple(CETERMS + name for name in ("Occupation", "Job", "WorkRole"))
ORGANISATION = tuple(
    CETERMS + name for name in ("Organization", "CredentialOrganization", "QACredentialOrganization")
)  # fmt: skip
OFFERING = (CETERMS + "ScheduledOffering",)

DEGREES = (
    "AcademicDegree", "AssociateDegree", "AssociateOfAppliedArtsDegree", "AssociateOfAppliedScienceDegree",
    "AssociateOfArtsDegree", "AssociateOfScienceDegree", "BachelorDegree", "BachelorOfArtsDegree",
    "BachelorOfScienceDegree", "Degree", "DoctoralDegree", "MasterDegree", "MasterOfArtsDegree",
    "MasterOfScienceDegree", "ProfessionalDoctorate", "ResearchDoctorate", "SpecialistDegree",
)  # fmt: skip
CREDENTIALS = (
    "ApprenticeshipCertificate", "Badge", "BasicTechnicalCertificate", "Certificate", "CertificateOfCompletion",
    "CertificateOfParticipation", "Certification", "Credential", "DigitalBadge", "Diploma",
    "GeneralEducationDevelopment", "GeneralEducationLevel1Certificate", "GeneralEducationLevel2Certificate",
    "HigherEducationLevel1Certificate", "HigherEducationLevel2Certificate", "JourneymanCertificate", "License",
    "MasterCertificate", "MicroCredential", "OpenBadge", "PostBaccalaureateCertificate", "PostMasterCertificate",
    "PreApprenticeshipCertificate", "ProfessionalCertificate", "ProficiencyCertificate",
    "QualityAssuranceCredential", "Qualification", "SecondaryEducationCertificate", "SecondarySchoolDiploma",
    "TechnicalLevel1Certificate", "TechnicalLevel2Certificate", "TechnicalLevel3Certificate", "WorkbasedLearning",
)  # fmt: skip
ASSESSMENT = (CETERMS + "AssessmentProfile", CETERMS + "AssessmentComponent")
"""What shows a competency, and does not teach it."""
JOB_COMPONENT = CETERMS + "JobComponent"
COMPETENCY_COMPONENT = CETERMS + "CompetencyComponent"
CHOICES = tuple(
    CETERMS + name for name in ("MultiComponent", "SelectionComponent", "CollectionComponent", "BasicComponent")
)
"""Components that only gather others: where they have conditions, these stand for them."""

PROVISION = {
    **{CETERMS + name: Provision.DEGREE for name in DEGREES},
    **{CETERMS + name: Provision.PROGRAMME for name in CREDENTIALS},
    CETERMS + "LearningProgram": Provision.PROGRAMME,
    CETERMS + "Course": Provision.COURSE,
    CETERMS + "LearningOpportunity": Provision.COURSE,
    CETERMS + "LearningOpportunityProfile": Provision.COURSE,
    CETERMS + "AssessmentProfile": Provision.RESOURCE,
    CETERMS + "Pathway": Provision.PROGRAMME,
    CETERMS + "CourseComponent": Provision.COURSE,
    CETERMS + "CredentialComponent": Provision.PROGRAMME,
    CETERMS + "WorkExperienceComponent": Provision.PLACEMENT,
    CETERMS + "CocurricularComponent": Provision.COURSE,
    CETERMS + "ExtracurricularComponent": Provision.COURSE,
    CETERMS + "AssessmentComponent": Provision.RESOURCE,
    **dict.fromkeys(CHOICES, Provision.PROGRAMME),
}
"""The sort of provision of each class; where a node has several, the first here counts."""
COMPONENTS = {name for name in PROVISION if name.endswith("Component")} | {JOB_COMPONENT, COMPETENCY_COMPONENT}

LICENCES = (CEASN + "license", CEASN + "rights", CETERMS + "license")
CITATION = "http://purl.org/dc/terms/bibliographicCitation"

MATCHES = {
    CEASN + "exactAlignment": Match.EXACT,
    CEASN + "majorAlignment": Match.CLOSE,  # most of the meaning is shared
    CEASN + "broadAlignment": Match.BROAD,
    CEASN + "narrowAlignment": Match.NARROW,
    CEASN + "minorAlignment": Match.RELATED,  # little of it is
}
MODES = {"InPerson": Mode.IN_PERSON, "OnlineOnly": Mode.ONLINE, "BlendedDelivery": Mode.BLENDED}
AVAILABLE = {
    "Ceased": Availability.ENDED,
    "Deprecated": Availability.HISTORIC,
    "Superseded": Availability.HISTORIC,
    "Suspended": Availability.CLOSED,
    "Developing": Availability.PLANNED,
}
"""States of a life cycle that say something; what is active may still be closed to applications."""

PERSONAL = frozenset(
    {CETERMS + name for name in ("email", "telephone", "faxNumber", "contactPoint", "targetContactPoint")}
    | {CEASN + name for name in ("author", "creator")}
    | {PREFIXES["dcterms"] + name for name in ("creator", "contributor", "rightsHolder")}
)
"""What names or reaches a person, or mostly does: never kept."""
PUBLISHERS = (CEASN + "publisherName", CEASN + "publisher", PREFIXES["dcterms"] + "publisher")
"""Who publishes something: kept where it does not look like a person."""
PLACED = frozenset(CEASN + name for name in ("hasTopChild", "isTopChildOf", "hasChild", "isChildOf", "isPartOf"))
"""How competencies stand in their framework, which their records say."""

USUAL = {
    Framework: "ceasn:CompetencyFramework",
    Competency: "ceasn:Competency",
    Organisation: "ceterms:Organization",
    Role: "ceterms:Occupation",
    Scale: CLASSES[Kind.SCALE],
    Level: CLASSES[Kind.LEVEL],
}
USUAL_COURSE = {
    Provision.COURSE: "ceterms:Course",
    Provision.PROGRAMME: "ceterms:LearningProgram",
    Provision.DEGREE: "ceterms:Degree",
}


def usual(kind: type[Record], provision: str | None = None) -> str:
    """The class that a record is written as where nothing says otherwise."""
    if kind is Course:
        return USUAL_COURSE.get(Provision(provision or "course"), "ceterms:LearningOpportunityProfile")
    return USUAL.get(kind, "")
