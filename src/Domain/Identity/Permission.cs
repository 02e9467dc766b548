namespace Franchise.Domain.Identity;

/// <summary>A person's role in her organisation. The first three exist at Cohort 4 only, the rest at partners only.</summary>
public enum Role
{
    /// <summary>Cohort 4: runs the platform: catalogue, organisations, licences, people.</summary>
    PlatformAdministrator,

    /// <summary>Cohort 4: quality of what is delivered.</summary>
    QualityLead,

    /// <summary>Cohort 4: prices, invoices, payments.</summary>
    Finance,

    /// <summary>Partner: runs the licence for her organisation: members, API clients, courses.</summary>
    Coordinator,

    /// <summary>Partner: teaches and assesses her own courses.</summary>
    Trainer,

    /// <summary>Partner: supervises mentors; designated safeguarding lead (DSL).</summary>
    Supervisor,

    /// <summary>Partner: reads, changes nothing.</summary>
    Viewer,

    /// <summary>Partner: reads what her organisation is billed and pays it. Of learners and results she sees nothing.</summary>
    Bookkeeper,
}

/// <summary>
/// Every permission there is, each <c>resource.verb</c>, and who holds it. A person's permissions are her role's, cut down to the scopes her
/// client was given; an API client's are those its coordinator gave it.
/// </summary>
public static class Permission
{
    // Cohort 4's side.
    public const string CatalogueWrite = "catalogue.write";
    public const string OrganisationsRead = "organisations.read";
    public const string OrganisationsWrite = "organisations.write";
    public const string PoliciesRead = "policies.read";
    public const string PoliciesWrite = "policies.write";
    public const string LicencesOffer = "licences.offer";
    public const string LicencesRenew = "licences.renew";
    public const string LicencesHold = "licences.hold";
    public const string LicencesTerminate = "licences.terminate";
    public const string AccreditationsWrite = "accreditations.write";
    public const string TrainingWrite = "training.write";
    public const string AssuranceWrite = "assurance.write";
    public const string CertificatesIssue = "certificates.issue";
    public const string JobsRead = "jobs.read";
    public const string PricesWrite = "prices.write";
    public const string InvoicesWrite = "invoices.write";
    public const string PaymentsWrite = "payments.write";


    // Both sides; a partner sees only her own.
    public const string CatalogueRead = "catalogue.read";
    public const string OrganisationRead = "organisation.read";
    public const string OrganisationWrite = "organisation.write";
    public const string LicencesRead = "licences.read";
    public const string LicencesCheck = "licences.check";
    public const string TrainersRead = "trainers.read";
    public const string TrainersWrite = "trainers.write";
    public const string CoursesRead = "courses.read";
    public const string TrainingRead = "training.read";
    public const string ResultsRead = "results.read";
    public const string AssuranceRead = "assurance.read";
    public const string AssurersNominate = "assurers.nominate";
    public const string CredentialsRead = "credentials.read";
    public const string MembersRead = "members.read";
    public const string MembersWrite = "members.write";
    public const string ClientsRead = "clients.read";
    public const string ClientsWrite = "clients.write";
    public const string EventsRead = "events.read";
    public const string AuditRead = "audit.read";
    public const string BillingRead = "billing.read";
    public const string InvoicesPay = "invoices.pay";

    // A partner's own.
    public const string MandatesWrite = "mandates.write";
    public const string LicencesAccept = "licences.accept";
    public const string LicencesAppeal = "licences.appeal";
    public const string SeatsWrite = "seats.write";
    public const string AccreditationsNominate = "accreditations.nominate";
    public const string AccreditationsAppeal = "accreditations.appeal";
    public const string CoursesWrite = "courses.write";
    public const string CoursesJoin = "courses.join";

    // To book a trainer although her time or a restriction stands in the way. It opens nothing that lacks a licence or an accreditation.
    public const string CoursesOverride = "courses.override";
    public const string LearnersRead = "learners.read";
    public const string LearnersWrite = "learners.write";
    public const string RegistersWrite = "registers.write";
    public const string CalendarsWrite = "calendars.write";
    public const string ResultsWrite = "results.write";

    // Claims, and the file of results with legal names that goes with them.
    public const string ClaimsWrite = "claims.write";
    public const string VisitsAct = "visits.act";

    // To settle what internal quality assurance sampled. Beside it she must be an approved assurer: the permission alone settles nothing.
    public const string SamplesWrite = "samples.write";
    public const string TrainingNominate = "training.nominate";
    public const string CredentialsWrite = "credentials.write";

    // To move the clock of a sandbox. A live organisation has none.
    public const string ClockMove = "clock.move";

    // To have a credential itself, as a file or on paper, and to make links to it.
    public const string CredentialsShare = "credentials.share";

    private static readonly string[] everyone = [CatalogueRead, OrganisationRead, LicencesRead, LicencesCheck];

    private static readonly string[] coordinator =
    [
        .. everyone, OrganisationWrite, MembersRead, MembersWrite, ClientsRead, ClientsWrite, EventsRead, AuditRead, LicencesAccept, LicencesAppeal,
        SeatsWrite, TrainersRead, TrainersWrite, AccreditationsNominate, AccreditationsAppeal, CoursesRead, CoursesWrite, CoursesJoin, CoursesOverride,
        LearnersRead, LearnersWrite, RegistersWrite, CalendarsWrite, TrainingRead, TrainingNominate,
        ResultsRead, ResultsWrite, SamplesWrite, AssuranceRead, AssurersNominate, ClaimsWrite, VisitsAct, CredentialsRead, CredentialsWrite, CredentialsShare, BillingRead,
        InvoicesPay, MandatesWrite, ClockMove,
    ];

    private static readonly Dictionary<Role, IReadOnlySet<string>> byRole = new()
    {
        [Role.PlatformAdministrator] = new HashSet<string>(
        [
            .. everyone, CatalogueWrite, OrganisationsRead, OrganisationsWrite, PoliciesRead, PoliciesWrite, LicencesOffer, LicencesRenew, LicencesHold,
            LicencesTerminate, JobsRead, OrganisationWrite, MembersRead, MembersWrite, ClientsRead, ClientsWrite, EventsRead, AuditRead, TrainersRead,
            TrainersWrite, AccreditationsWrite, CoursesRead, TrainingRead, TrainingWrite, ResultsRead, AssuranceRead, AssuranceWrite, AssurersNominate, CredentialsRead, CertificatesIssue, BillingRead,
        ], StringComparer.Ordinal),
        [Role.QualityLead] = new HashSet<string>(
        [
            .. everyone, CatalogueWrite, OrganisationsRead, PoliciesRead, LicencesHold, EventsRead, AuditRead, TrainersRead, TrainersWrite, AccreditationsWrite,
            CoursesRead, TrainingRead, TrainingWrite, ResultsRead, AssuranceRead, AssuranceWrite, AssurersNominate, CredentialsRead, CertificatesIssue,
        ], StringComparer.Ordinal),
        [Role.Finance] = new HashSet<string>(
            [.. everyone, OrganisationsRead, PoliciesRead, LicencesHold, EventsRead, AuditRead, BillingRead, PricesWrite, InvoicesWrite, InvoicesPay, PaymentsWrite], StringComparer.Ordinal),
        [Role.Coordinator] = new HashSet<string>(coordinator, StringComparer.Ordinal),
        // A trainer reads what is about herself and no other trainer, and of courses and learners those she teaches: Actor.OnlyOwnOf. Of credentials she
        // shares her own alone.
        [Role.Trainer] = new HashSet<string>(
            [.. everyone, TrainersRead, CoursesRead, CoursesJoin, LearnersRead, RegistersWrite, CalendarsWrite, ResultsRead, ResultsWrite, SamplesWrite, CredentialsRead, CredentialsShare], StringComparer.Ordinal),
        [Role.Supervisor] = new HashSet<string>(everyone, StringComparer.Ordinal),
        // A viewer sees courses and numbers of enrolments, and no learner.
        [Role.Viewer] = new HashSet<string>([.. everyone, CoursesRead], StringComparer.Ordinal),
        [Role.Bookkeeper] = new HashSet<string>([.. everyone, BillingRead, InvoicesPay, MandatesWrite], StringComparer.Ordinal),
    };

    /// <summary>All of them: also the OAuth scopes that the server knows.</summary>
    public static IReadOnlySet<string> All { get; } = byRole.Values.SelectMany(p => p).ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// Permissions over what can hurt (disclosures, concerns): given only where a client asks for them by name, never because it asked for nothing.
    /// </summary>
    public static IReadOnlySet<string> Sensitive { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>What a role may do.</summary>
    public static IReadOnlySet<string> Of(Role role) => byRole[role];

    /// <summary>What a coordinator may give to her organisation's API clients.</summary>
    public static IReadOnlySet<string> ForPartnerClients { get; } = Of(Role.Coordinator);

    /// <summary>Roles that exist only at Cohort 4.</summary>
    public static bool IsFranchisorRole(Role role) => role is Role.PlatformAdministrator or Role.QualityLead or Role.Finance;
}
