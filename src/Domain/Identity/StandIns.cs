// STAND-INS: delete this file when the real entities are merged (Domain/Organisations/Member.cs, Invitation.cs, Domain/Identity/ApiClient.cs).
// They have just the members that Infrastructure/Identity/IdentityDirectory.cs reads.
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Organisations
{
    public enum OrganisationStatus
    {
        Active,
        Suspended,
        Closed,
    }

    [IdPrefix("mem")]
    public sealed class Member
    {
        private Member() { }

        public Id<Organisation> TenantId { get; private set; }
        public Id<Member> Id { get; private set; }
        public Id<User> UserId { get; private set; }
        public Role Role { get; private set; }
        public DateTimeOffset? DisabledAt { get; private set; }
    }

    [IdPrefix("inv")]
    public sealed class Invitation
    {
        private Invitation() { }

        public Id<Organisation> TenantId { get; private set; }
        public Id<Invitation> Id { get; private set; }
        public string Email { get; private set; } = "";
        public byte[] TokenHash { get; private set; } = [];
        public DateTimeOffset ExpiresAt { get; private set; }
        public DateTimeOffset? AcceptedAt { get; private set; }

        public Member Accept(Id<User> user, DateTimeOffset now) => throw new NotSupportedException();
    }
}

namespace Franchise.Domain.Identity
{
    public enum ApiClientKind
    {
        Confidential,
        Public,
    }

    [IdPrefix("cli")]
    public sealed class ApiClient
    {
        private ApiClient() { }

        public Id<Organisations.Organisation> TenantId { get; private set; }
        public Id<ApiClient> Id { get; private set; }
        public ApiClientKind Kind { get; private set; }
        public IReadOnlyList<string> Permissions { get; private set; } = [];
        public IReadOnlyList<string> RedirectUris { get; private set; } = [];
        public DateTimeOffset? DisabledAt { get; private set; }

        public bool VerifySecret(string secret, DateTimeOffset now) => throw new NotSupportedException();
    }
}
