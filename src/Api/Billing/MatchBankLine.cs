using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Somebody says whose payment a line of a statement is.</summary>
internal static class MatchBankLine
{
    /// <param name="OrganisationId">Whose payment it is.</param>
    /// <param name="InvoiceId">The invoice that it pays, as far as that is owed; null to keep all of it as credit.</param>
    public sealed record Request(Id<Organisation> OrganisationId, Id<Invoice>? InvoiceId = null)
    {
        public static Request Example => new(ExampleOf.Id<Organisation>());
    }

    public static async Task<Created<PaymentView>> Handle(Id<BankLine> id, Request request, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var line = await BankLines.LockOpen(db, id, ct);
        var (organisation, time) = await Invoices.Named(db, request.OrganisationId, clock, ct);
        var pays = request.InvoiceId is { } invoice ? await Invoices.Lock(db, invoice, null, clock, ct) : null;
        if (pays is not null && pays.Organisation.TenantId != organisation.TenantId)
            throw Refusal.NotFound();
        var payment = Payments.Take(db, organisation, PaymentMethod.BankTransfer, new(line.Amount, line.Currency), line.On, line.Reference, line, pays, time);
        line.Match(payment, actor);
        await DunningOnFile.ClearAsync(db, organisation.TenantId, time, ct);
        await db.SaveChangesAsync(ct);
        return new($"/v1/payments/{payment.Id}", PaymentView.Of(payment), payment.Version);
    }
}
