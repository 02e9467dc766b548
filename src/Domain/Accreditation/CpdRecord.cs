using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Accreditation;

/// <summary>A piece of a trainer's continuing professional development (CPD).</summary>
[IdPrefix("cpd")]
public sealed class CpdRecord : ITenantOwned
{
    private CpdRecord() { }

    internal CpdRecord(Trainer trainer, DateOnly on, decimal hours, string what, OwnTime time)
    {
        var faults = new Faults();
        What = faults.Text("/what", what, 500);
        faults.Unless(hours is > 0 and <= 100 && IsQuarters(hours), "/hours", "This must be a quarter of an hour to 100 hours, in quarters.");
        faults.Unless(on <= time.Today && on >= time.Today.AddYears(-10), "/on", "It took place within the last ten years, today at the latest.");
        faults.Refuse();
        Id = Id<CpdRecord>.New(time.Now);
        TenantId = trainer.TenantId;
        TrainerId = trainer.Id;
        (On, Hours) = (on, hours);
    }

    /// <summary>Its id.</summary>
    public Id<CpdRecord> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>Whose it is.</summary>
    public Id<Trainer> TrainerId { get; private set; }

    /// <summary>When it took place, or ended.</summary>
    public DateOnly On { get; private set; }

    /// <summary>How many hours, in quarters.</summary>
    public decimal Hours { get; private set; }

    /// <summary>What it was.</summary>
    public string What { get; private set; } = "";

    internal static bool IsQuarters(decimal hours) => hours * 4 % 1 == 0;
}

/// <summary>A standardisation meeting that a trainer took part in: assessors agreeing on what meets the standard.</summary>
[IdPrefix("std")]
public sealed class Standardisation : ITenantOwned
{
    private Standardisation() { }

    internal Standardisation(Trainer trainer, DateOnly on, string what, OwnTime time)
    {
        var faults = new Faults();
        What = faults.Text("/what", what, 500);
        faults.Unless(on <= time.Today && on >= time.Today.AddYears(-10), "/on", "It took place within the last ten years, today at the latest.");
        faults.Refuse();
        Id = Id<Standardisation>.New(time.Now);
        TenantId = trainer.TenantId;
        TrainerId = trainer.Id;
        On = on;
    }

    /// <summary>Its id.</summary>
    public Id<Standardisation> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>Who took part.</summary>
    public Id<Trainer> TrainerId { get; private set; }

    /// <summary>When it was.</summary>
    public DateOnly On { get; private set; }

    /// <summary>What was standardised.</summary>
    public string What { get; private set; } = "";
}
