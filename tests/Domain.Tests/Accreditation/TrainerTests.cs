using System.Globalization;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Accreditation.Given;

namespace Franchise.Domain.Tests.Accreditation;

public class TrainerTests
{
    [Fact]
    public void Everything_wrong_with_her_particulars_is_said_at_once()
    {
        var refusal = Refused("validation_failed", () => _ = new Trainer(Partner, new(" ", "no address", ["en", "xx-", "en"], new("", "no address")), null, On("2026-01-05").Now));
        Assert.Equal(["/name", "/email", "/languages/1", "/languages/2", "/lineManager/name", "/lineManager/email"], refusal.Errors.Select(e => e.Pointer).Distinct());
        Refused("validation_failed", () => _ = new Trainer(Partner, new("Ann", "ann@partner.example", [], null), null, On("2026-01-05").Now));
        Refused("validation_failed", () => _ = new Trainer(Partner, new("Ann", "ann@partner.example", ["en"], new("Ann", "ANN@partner.example")), null, On("2026-01-05").Now));
    }

    [Fact]
    public void Of_a_check_nothing_but_the_fact_and_the_date_is_taken()
    {
        var (trainer, today) = (Trainer(), On("2026-01-05"));
        Refused("check_holds_no_content", () => trainer.AddQualification(new(QualificationKind.Check, "No. 001234, clear", today.Today, null), today));
        var check = trainer.AddQualification(new(QualificationKind.Check, null, today.Today, null), today);
        Refused("check_holds_no_content", () => trainer.AddEvidence(check.Id, new("dbs.pdf", "application/pdf", 1, new('a', 64), "key"), today.Now));
        Assert.Null(check.Evidence);
        Refused("validation_failed", () => trainer.AddQualification(new(QualificationKind.Other, null, today.Today, null), today));
    }

    [Fact]
    public void Evidence_is_put_once_and_dates_make_sense()
    {
        var (trainer, today) = (Trainer(), On("2026-01-05"));
        Refused("validation_failed", () => trainer.AddQualification(new(QualificationKind.Other, "Later", today.Today.AddDays(1), null), today));
        Refused("validation_failed", () => trainer.AddQualification(new(QualificationKind.Other, "Backwards", today.Today, today.Today.AddDays(-1)), today));
        var qualification = trainer.AddQualification(new(QualificationKind.TeachingOrAssessing, "AET", today.Today, today.Today), today);
        Assert.True(qualification.IsGoodOn(today.Today));
        Assert.False(qualification.IsGoodOn(today.Today.AddDays(1)));
        Assert.False(qualification.IsGoodOn(today.Today.AddDays(-1)));
        trainer.AddEvidence(qualification.Id, new("aet.pdf", "application/pdf", 1, new('a', 64), "key"), today.Now);
        Refused("evidence_exists", () => trainer.AddEvidence(qualification.Id, new("aet.pdf", "application/pdf", 1, new('b', 64), "key"), today.Now));
        trainer.RemoveQualification(qualification.Id);
        Refused("not_found", () => trainer.RemoveQualification(qualification.Id));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("0.1")]
    [InlineData("100.25")]
    public void Development_comes_in_quarters_of_an_hour(string hours) =>
        Refused("validation_failed", () => Trainer().RecordCpd(Day("2026-01-05"), decimal.Parse(hours, CultureInfo.InvariantCulture), "Reading", On("2026-01-05")));

    [Fact]
    public void What_is_yet_to_come_has_not_happened()
    {
        Refused("validation_failed", () => Trainer().RecordCpd(Day("2026-01-06"), 1, "Reading", On("2026-01-05")));
        Refused("validation_failed", () => Trainer().RecordStandardisation(Day("2026-01-06"), "Essays", On("2026-01-05")));
        Refused("validation_failed", () => Trainer().RecordStandardisation(Day("2026-01-05"), " ", On("2026-01-05")));
    }

    [Fact]
    public void She_leaves_and_returns()
    {
        var (trainer, today) = (Trainer(), On("2026-01-05"));
        Refused("trainer_not_left", trainer.Return);
        Refused("validation_failed", () => trainer.Leave(today.Today.AddDays(1), today));
        trainer.Leave(today.Today, today);
        Assert.Equal((true, false), (trainer.HasLeftBy(today.Today), trainer.HasLeftBy(today.Today.AddDays(-1))));
        Refused("trainer_left", () => trainer.Leave(today.Today, today));
        trainer.Return();
        Assert.False(trainer.HasLeftBy(today.Today));
    }

    [Fact]
    public void An_assessor_is_neither_herself_nor_her_line_manager_by_whichever_account()
    {
        var trainer = Trainer();
        var accreditation = InTraining(trainer);
        void Refuses(string code, Assessor assessor, string? because = null) =>
            Refused(code, () => accreditation.Observe(Seen("2026-01-05", assessor: assessor, because: because), trainer, QualityLead, On("2026-01-05")));

        Refuses("assessor_not_independent", new("Another Name", "second@account.example", Ann, InHouse: false), "We permit it.");
        Refuses("assessor_not_independent", new("Another Name", "ANN@partner.example", null, InHouse: false), "We permit it.");
        Refuses("assessor_not_independent", new("Bea", "bea@partner.example", null, InHouse: true), "We permit it.");
        Refuses("assessor_needs_reason", new("ann  EXAMPLE", "second@account.example", null, InHouse: false));
        Refuses("assessor_needs_reason", new("Bea Boss", "second@account.example", null, InHouse: false));
        Refuses("assessor_needs_reason", new("Dora", "dora@partner.example", null, InHouse: true));
        Refuses("assessor_needs_reason", new("Dora", "dora@partner.example", null, InHouse: true), "  ");
        Assert.Empty(accreditation.Observations);
        var seen = accreditation.Observe(Seen("2026-01-05", assessor: new("Dora", "dora@partner.example", null, InHouse: true), because: "Nobody else speaks Welsh."), trainer, QualityLead, On("2026-01-05"));
        Assert.Equal((true, "Nobody else speaks Welsh."), (seen.InHouse, seen.PermittedBecause));
        // Nor does she record it herself, where Cohort 4's own people are trainers too.
        var self = QualityLead with { Subject = Ann.ToString() };
        Refused("assessor_not_independent", () => accreditation.Observe(Seen("2026-01-05"), trainer, self, On("2026-01-05")));
    }

    [Fact]
    public void An_observation_lies_within_the_last_year_and_says_something()
    {
        var trainer = Trainer();
        var accreditation = InTraining(trainer);
        Refused("validation_failed", () => accreditation.Observe(Seen("2026-01-06"), trainer, QualityLead, On("2026-01-05")));
        Refused("validation_failed", () => accreditation.Observe(Seen("2025-01-04"), trainer, QualityLead, On("2026-01-05")));
        Refused("validation_failed", () => accreditation.Observe(Seen("2026-01-05") with { Notes = " " }, trainer, QualityLead, On("2026-01-05")));
    }

    [Fact]
    public void A_policy_is_drafted_published_and_never_changes_again()
    {
        var now = On("2026-01-05").Now;
        var policy = new AccreditationPolicy("STANDARD", "Standard", now);
        Refused("validation_failed", () => _ = new AccreditationPolicy("standard", " ", now));
        foreach (var rules in new[]
                 {
                     Rules(validity: 0), Rules(validity: 121), Rules(milestones: [7, 7]), Rules(milestones: [0]), Rules(opens: -1), Rules(validity: 1, opens: 32), Rules(refresher: 61),
                     Rules(cpd: 0.1m), Rules(cpd: -1), Rules(required: [QualificationKind.Other]), Rules(required: [QualificationKind.Check, QualificationKind.Check]),
                 })
            Refused("validation_failed", () => policy.Draft(rules, now));
        var version = policy.Draft(Rules(milestones: [7, 120, 30]), now);
        Assert.Equal([120, 30, 7], version.MilestoneDays);
        policy.Change(version.Id, Rules(validity: 12));
        Refused("policy_version_not_published", () => policy.Withdraw(version.Id, now));
        policy.Publish(version.Id, now);
        Refused("policy_version_not_draft", () => policy.Change(version.Id, Rules()));
        Refused("policy_version_not_draft", () => policy.Publish(version.Id, now));
        policy.Withdraw(version.Id, now);
        Refused("policy_version_not_published", () => policy.Withdraw(version.Id, now));
        Refused("not_found", () => policy.Publish(Id<AccreditationPolicyVersion>.None, now));
        Assert.Equal(2, policy.Draft(Rules(), now).Number);
    }
}
