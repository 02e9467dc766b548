using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>Gives a partner a place on a training of trainers, or sells it.</summary>
internal static class GrantTrainingPlace
{
    /// <param name="CourseId">The training.</param>
    /// <param name="OrganisationId">To whom.</param>
    /// <param name="Price">What it costs, in the partner's currency, where that was agreed; otherwise null.</param>
    /// <param name="Pricing">Whether it is given, sold at that price, or sold at the price list. Null where a price that stands here, or stands not, says so.</param>
    public sealed record Request(Id<Course> CourseId, Id<Organisation> OrganisationId, Money? Price = null, PlacePricing? Pricing = null)
    {
        public static Request Example => new(ExampleOf.Id<Course>(), ExampleOf.Id<Organisation>(), new Money(25_000, "GBP"), PlacePricing.Agreed);
    }

    /// <summary>How it is settled what a place costs.</summary>
    public enum PlacePricing
    {
        /// <summary>It costs nothing.</summary>
        Given,

        /// <summary>The price that stands in the request.</summary>
        Agreed,

        /// <summary>What the price list in force today names, for the package under which the organisation works and in its currency.</summary>
        PriceList,
    }

    public static async Task<Created<TrainingPlaceView>> Handle(Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.courses WHERE id = {request.CourseId.Value} FOR UPDATE""").ToListAsync(ct);
        var course =
            await db.Set<Course>().AsNoTracking().Include(c => c.Units).Include(c => c.Sessions).SingleOrDefaultAsync(c => c.Id == request.CourseId && c.Kind == CourseKind.TrainingOfTrainers, ct)
            ?? throw Refusal.Invalid([new("/courseId", "There is no such training of trainers.")]);
        var organisation =
            await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.TenantId == request.OrganisationId, ct)
            ?? throw Refusal.Invalid([new("/organisationId", "There is no such organisation.")]);
        var taken = await db.Set<TrainingPlace>().CountAsync(p => p.CourseId == request.CourseId && p.Status != TrainingPlaceStatus.Cancelled, ct);
        var now = clock.GetUtcNow();
        var place = new TrainingPlace(course, organisation, await Price(db, request, organisation, OwnTime.Of(organisation, now).Today, ct), taken, now);
        db.Add(place);
        await db.SaveChangesAsync(ct);
        return new($"/v1/training-places/{place.Id}", TrainingPlaceView.Of(place), place.Version);
    }

    private static async Task<Money?> Price(FranchiseDb db, Request request, Organisation organisation, DateOnly today, CancellationToken ct)
    {
        var faults = new Faults();
        if (request.Pricing is { } pricing)
            faults.Known("/pricing", pricing);
        faults.When(request.Pricing == PlacePricing.Agreed && request.Price is null, "/price", "Name the price that was agreed.");
        faults.When(request.Pricing is PlacePricing.Given or PlacePricing.PriceList && request.Price is not null, "/price", "Only a place that is sold at an agreed price has one here.");
        faults.Refuse();
        if (request.Pricing != PlacePricing.PriceList)
            return request.Price;
        var licence = await InvoicesOnFile.RunningLicenceAsync(db, organisation.TenantId, ct);
        var listed = licence is null ? null : await InvoicesOnFile.PriceAsync(db, licence.Grant.Package, organisation.Currency, today, ct);
        // One that the list gives for nothing is to be given in so many words.
        return listed is { Fees.TrainingPlace: > 0 and var amount }
            ? new Money(amount, organisation.Currency)
            : throw Refusal.Invalid(
                BillingCodes.NoPriceInForce, "/pricing", "No price list in force names a price of a place for this organisation.", "Name the price that was agreed, say that it is given, or publish prices.");
    }
}
