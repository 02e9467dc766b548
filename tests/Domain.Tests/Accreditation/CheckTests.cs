using Franchise.Domain.Accreditation;
using static Franchise.Domain.Tests.Accreditation.Given;

namespace Franchise.Domain.Tests.Accreditation;

public class CheckTests
{
    [Fact]
    public void Before_she_is_accredited_it_says_how_far_she_has_come()
    {
        var (trainer, policy) = (Trainer(), Policy());
        string[] On(params UnitAccreditation[] all) => AccreditationCheck.Of(File(trainer, "2026-01-05", policy, all), Day("2026-01-05")).Codes();
        Assert.Equal(["not_nominated"], On());
        Assert.Equal(["not_yet_accredited"], On(Nominated(trainer)));
        Assert.Equal(["not_yet_accredited"], On(InTraining(trainer)));
        Assert.Equal(["not_yet_accredited"], On(Observed(trainer)));
        Assert.Equal([], On(Accredited(trainer, policy)));
    }

    [Theory]
    [InlineData("2026-01-04", "2026-01-05", "accreditation_not_begun")]
    [InlineData("2026-01-05", "2026-01-05", null)]
    [InlineData("2028-01-04", "2026-01-05", null)]
    [InlineData("2028-01-05", "2026-01-05", "accreditation_ends_before")]
    [InlineData("2028-01-05", "2028-01-05", "accreditation_lapsed")]
    [InlineData("2027-06-01", "2028-01-05", null)] // lapsed meanwhile, and covered then
    public void The_date_decides_and_today_what_may_still_be_done(string date, string today, string? code)
    {
        var (trainer, policy) = (Trainer(), Policy());
        var answer = AccreditationCheck.Of(File(trainer, today, policy, Accredited(trainer, policy)), Day(date));
        Assert.Equal(code is null ? [] : [code], answer.Codes());
        Assert.Equal(code is null, answer.Accredited);
        Assert.All(answer.Reasons, r => Assert.True(r.Sentence.EndsWith('.') && r.Remedy.EndsWith('.') && r.Dates.Single() == Day(date)));
    }

    [Fact]
    public void Renewed_early_she_is_accredited_without_a_gap()
    {
        var (trainer, policy) = (Trainer(), Policy());
        var accreditation = Accredited(trainer, policy);
        accreditation.Renew(Facts(policy, trainer), QualityLead, On("2027-10-01"));
        foreach (var date in new[] { "2028-01-04", "2028-01-05", "2030-01-04" })
            Assert.True(AccreditationCheck.Of(File(trainer, "2027-10-01", policy, accreditation), Day(date)).Accredited);
        Assert.Equal(1, AccreditationCheck.Of(File(trainer, "2027-10-01", policy, accreditation), Day("2028-01-04")).Record!.Number);
        Assert.Equal(2, AccreditationCheck.Of(File(trainer, "2027-10-01", policy, accreditation), Day("2028-01-05")).Record!.Number);
    }

    [Fact]
    public void All_reasons_come_at_once()
    {
        var trainer = Trainer();
        var policy = Policy(Rules(required: [QualificationKind.SafeguardingTraining]));
        trainer.AddQualification(new(QualificationKind.SafeguardingTraining, "Level 3", Day("2025-01-05"), Day("2027-01-04")), On("2026-01-05"));
        var accreditation = Accredited(trainer, policy);
        accreditation.Hold(AccreditationHoldKind.Suspension, AccreditationConcern.Safeguarding, "Why.", Day("2026-03-01"), QualityLead, On("2026-03-01"));
        trainer.Leave(Day("2026-03-01"), On("2026-03-01"));
        Assert.Equal(
            ["trainer_left", "accreditation_ends_before", "accreditation_suspended", "qualification_expired"],
            AccreditationCheck.Of(File(trainer, "2026-03-01", policy, accreditation), Day("2028-02-01")).Codes());
        // The day before all of that she was in order.
        Assert.Equal([], AccreditationCheck.Of(File(trainer, "2026-03-01", policy, accreditation), Day("2026-02-28")).Codes());
    }

    [Fact]
    public void A_restriction_is_a_condition_and_no_obstacle()
    {
        var (trainer, policy) = (Trainer(), Policy());
        var accreditation = Accredited(trainer, policy);
        var hold = accreditation.Hold(AccreditationHoldKind.Restriction, AccreditationConcern.Quality, "With a co-trainer only.", Day("2026-03-01"), QualityLead, On("2026-03-01"));
        var answer = AccreditationCheck.Of(File(trainer, "2026-03-01", policy, accreditation), Day("2026-03-01"));
        Assert.True(answer.Accredited);
        Assert.Equal(("accreditation_restricted", "With a co-trainer only."), (answer.Conditions.Single().Code, answer.Conditions.Single().Sentence));
        Assert.Empty(AccreditationCheck.Of(File(trainer, "2026-03-01", policy, accreditation), Day("2026-02-28")).Conditions);
        accreditation.Lift(hold.Id, On("2026-03-05"));
        Assert.Empty(AccreditationCheck.Of(File(trainer, "2026-03-05", policy, accreditation), Day("2026-03-05")).Conditions);
    }

    [Fact]
    public void What_was_withdrawn_counts_until_then_and_a_later_nomination_stands_by_itself()
    {
        var (trainer, policy) = (Trainer(), Policy());
        var old = Accredited(trainer, policy);
        old.Withdraw(AccreditationConcern.Quality, "Why.", QualityLead, On("2026-05-01"));
        var anew = Accredited(trainer, policy, "2026-09-01");
        string[] At(string date) => AccreditationCheck.Of(File(trainer, "2026-09-01", policy, old, anew), Day(date)).Codes();
        Assert.Equal([], At("2026-04-30"));
        Assert.Equal(["accreditation_not_begun"], At("2026-05-01"));
        Assert.Equal([], At("2026-09-01"));
        Assert.Equal(["accreditation_withdrawn"], AccreditationCheck.Of(File(trainer, "2026-05-01", policy, old), Day("2026-05-01")).Codes());
    }
}
