using CsCheck;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Billing.Given;

namespace Franchise.Domain.Tests.Billing;

public class PriceTests
{
    private static readonly PriceFees fees = new(450_000, 24, 12_500, 3_000, 2_500, 25_000, 90_000);

    private static PriceVersion Version(string from, PriceFees? of = null, params OneOffItem[] items) => new("RM3-FULL", "GBP", DateOnly.Parse(from), of ?? fees, items, Refused.Now);

    [Fact]
    public void A_published_price_never_changes_and_none_reaches_back()
    {
        var version = Version("2026-02-01");
        version.Change(new(2026, 3, 1), fees with { Registration = 1 }, []);
        version.Publish(On("2026-01-10"));
        Refused.With("price_not_draft", () => version.Change(new(2026, 3, 1), fees, []));
        Refused.With("price_not_draft", () => version.Publish(On("2026-01-10")));
        Refused.With("price_in_the_past", () => Version("2026-01-09").Publish(On("2026-01-10")));
    }

    [Fact]
    public void Prices_that_make_no_sense_are_refused()
    {
        Refused.At(["/annualFee", "/certificate"], () => Version("2026-02-01", fees with { AnnualFee = -1, Certificate = Money.Most + 1 }));
        Refused.At("/items/0/code", () => Version("2026-02-01", null, new OneOffItem("a b", "T", 1)));
        Refused.At("/items/0/vatReason", () => Version("2026-02-01", null, new OneOffItem("HB", "T", 1, new(VatTreatment.Zero, ""))));
        Refused.At("/items/0/vatTreatment", () => Version("2026-02-01", null, new OneOffItem("HB", "T", 1, new(VatTreatment.SupplierNotRegistered, "No."))));
        Refused.At("/items", () => Version("2026-02-01", null, new OneOffItem("HB", "T", 1), new OneOffItem("HB", "T", 1)));
        Refused.At("/currency", () => _ = new PriceVersion("RM3-FULL", "USD", new(2026, 2, 1), fees, [], Refused.Now));
    }

    [Fact]
    public void Discounts_are_taken_off_while_they_last_and_never_more_than_there_is()
    {
        var profile = new BillingProfile(Partner.TenantId);
        var tenth = profile.Grant(new(ConcessionKind.Discount, 1_000, null, new(2026, 6, 30), "Founding partner."), Finance, On("2026-02-01"));
        profile.Grant(new(ConcessionKind.Bursary, null, 50_000, null, "Small refuge.", "The trustees"), Finance, On("2026-02-01"));
        Assert.Equal(0, profile.DiscountOn(FeeKind.Licence, 100_000, new(2026, 1, 31)));
        Assert.Equal(60_000, profile.DiscountOn(FeeKind.Licence, 100_000, new(2026, 6, 30)));
        Assert.Equal(50_000, profile.DiscountOn(FeeKind.Licence, 100_000, new(2026, 7, 1)));
        Assert.Equal(300, profile.DiscountOn(FeeKind.Registration, 3_000, new(2026, 2, 1)));
        Assert.Equal(40_000, profile.DiscountOn(FeeKind.Licence, 40_000, new(2026, 2, 1)));
        profile.End(tenth.Id, On("2026-03-01"));
        Assert.Equal(0, profile.DiscountOn(FeeKind.Registration, 3_000, new(2026, 3, 2)));
        Refused.With("concession_ended", () => profile.End(tenth.Id, On("2026-03-01")));
    }

    [Fact]
    public void A_concession_has_a_reason_one_measure_and_a_bursary_its_approver()
    {
        var profile = new BillingProfile(Partner.TenantId);
        void Grant(ConcessionTerms terms) => profile.Grant(terms, Finance, On("2026-02-01"));
        Refused.At("/approvedBy", () => Grant(new(ConcessionKind.Bursary, 1, null, null, "Why.")));
        Refused.At("/reason", () => Grant(new(ConcessionKind.Discount, 1, null, null, "")));
        Refused.At("/basisPoints", () => Grant(new(ConcessionKind.Discount, 1, 1, null, "Why.")));
        Refused.At("/basisPoints", () => Grant(new(ConcessionKind.Discount, 10_001, null, null, "Why.")));
        Refused.At("/amount", () => Grant(new(ConcessionKind.Discount, null, -1, null, "Why.")));
        Refused.At("/until", () => Grant(new(ConcessionKind.Discount, 1, null, new(2026, 1, 31), "Why.")));
        Assert.Empty(profile.Concessions);
    }

    [Fact]
    public void A_VAT_number_stands_exactly_where_an_organisation_is_registered()
    {
        var profile = new BillingProfile(Partner.TenantId);
        profile.Change(new("PO-1", "Accounts", "Accounts@Example.org", VatStatus.Registered, "gb 123 4567 89", 14), "GB");
        Assert.Equal(("GB123456789", "accounts@example.org", 14), (profile.Details.VatNumber, profile.Details.ContactEmail, profile.Details.TermsDays));
        Refused.At("/vatNumber", () => profile.Change(new(VatStatus: VatStatus.Registered), "GB"));
        Refused.At("/vatNumber", () => profile.Change(new(VatNumber: "GB123456789"), "GB"));
        Refused.At("/termsDays", () => profile.Change(new(TermsDays: 121), "GB"));
    }

    [Fact]
    public void Whatever_is_granted_a_discount_is_never_more_than_there_is_and_one_more_never_takes_off_less() =>
        Gen.Select(Gen.Long[0, Money.Most], Gen.Select(Gen.Bool, Gen.Int[1, 10_000], Gen.Long[1, Money.Most]).Array[0, 6], Gen.Enum<FeeKind>()).Sample((amount, granted, kind) =>
        {
            var profile = new BillingProfile(Partner.TenantId);
            var before = 0L;
            foreach (var (part, points, off) in granted)
            {
                profile.Grant(new(ConcessionKind.Discount, part ? points : null, part ? null : off, null, "Agreed."), Finance, On("2026-02-01"));
                var now = profile.DiscountOn(kind, amount, DateOnly.Parse("2026-05-01"));
                Assert.InRange(now, before, amount);
                before = now;
            }
            Assert.Equal(0, profile.DiscountOn(kind, amount, DateOnly.Parse("2026-01-31")));
        });
}
