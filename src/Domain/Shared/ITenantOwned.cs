using Franchise.Domain.Organisations;

namespace Franchise.Domain.Shared;

/// <summary>
/// A row that belongs to one organisation. Its table gets every wall (docs/decisions/0002): key led by <c>tenant_id</c>, row-level security, query filter.
/// An organisation's own role may write it, unless it is <see cref="IPlatformOwned"/> too: then it may only read it.
/// </summary>
public interface ITenantOwned
{
    /// <summary>The organisation that the row belongs to. Never taken from a request.</summary>
    Id<Organisation> TenantId { get; }
}

/// <summary>A row that only Cohort 4's side writes: the catalogue, policies, and (with <see cref="ITenantOwned"/>) licences and invoices.</summary>
public interface IPlatformOwned;

/// <summary>Rows are only ever added: no role of the application may update or delete them.</summary>
public interface IAppendOnly;

/// <summary>Rows that only the database's own triggers write; every role of the application may at most read them.</summary>
public interface IKeptByDatabase;

/// <summary>Rows that no organisation's role may even read: what Cohort 4 keeps for itself.</summary>
public interface IHiddenFromTenants;
