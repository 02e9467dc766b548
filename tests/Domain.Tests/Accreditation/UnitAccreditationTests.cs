using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Accreditation.Given;

namespace Franchise.Domain.Tests.Accreditation;

public class UnitAccreditationTests
{
    [Fact]
    public void From_nomination_to_accreditation_each_step_follows_the_one_before()
    {
        var (trainer, policy) = (Trainer(), Policy());
        var accreditation = Nominated(trainer);
        Refused("training_not_begun", () => accreditation.Observe(Seen("2026-01-05"), trainer, QualityLead, On("2026-01-05")));
        Refused("observation_missing", () => accreditation.Accredit(Facts(policy, trainer), QualityLead, On("2026-01-05")));
        accreditation.BeginTraining(Day("2026-01-05"), "TOT-1", On("2026-01-05"));
        Refused("training_begun", () => accreditation.BeginTraining(Day("2026-01-05"), null, On("2026-01-05")));
        Refused("observation_missing", () => accreditation.Accredit(Facts(policy, trainer), QualityLead, On("2026-01-05")));
        accreditation.Observe(Seen("2026-02-01", ObservationOutcome.NotMet), trainer, QualityLead, On("2026-02-01"));
        Assert.Equal(AccreditationStatus.InTraining, accreditation.Status);
        accreditation.Observe(Seen("2026-03-01"), trainer, QualityLead, On("2026-03-01"));
        Assert.Equal(AccreditationStatus.Observed, accreditation.Status);
        Refused("not_accredited", () => accreditation.Renew(Facts(policy, trainer), QualityLead, On("2026-03-01")));
        var record = accreditation.Accredit(Facts(policy, trainer), QualityLead, On("2026-03-14"));
        Assert.Equal((AccreditationStatus.Accredited, Day("2026-03-14"), Day("2028-03-13")), (accreditation.Status, record.FirstDay, record.LastDay));
        Assert.Equal(accreditation.Observations[1].Id, record.ObservationId);
        Refused("already_accredited", () => accreditation.Accredit(Facts(policy, trainer), QualityLead, On("2026-03-14")));
    }

    [Fact]
    public void The_latest_observation_decides()
    {
        var trainer = Trainer();
        var accreditation = Observed(trainer);
        accreditation.Observe(Seen("2026-01-20", ObservationOutcome.NotMet), trainer, QualityLead, On("2026-01-20"));
        Assert.Equal(AccreditationStatus.InTraining, accreditation.Status);
        Refused("observation_missing", () => accreditation.Accredit(Facts(Policy(), trainer), QualityLead, On("2026-01-21")));
    }

    [Fact]
    public void Nobody_is_nominated_for_a_unit_that_is_not_her_organisations_to_deliver()
    {
        var trainer = Trainer();
        void Refuses(string code, UnitRight right) =>
            Assert.Equal(code, Assert.Single(Refused("nomination_not_possible", () => UnitAccreditation.Nominate(trainer, Unit, right, Coordinator, On("2026-01-05"))).Errors).Code);

        Refuses("unit_not_entitled", new(false, null));
        Refuses("unit_not_published", new(true, null));
        Refuses("unit_not_published", new(true, new(Day("2026-01-06"), null, ["en"])));
        Refuses("unit_withdrawn", new(true, new(Day("2020-01-01"), Day("2026-01-05"), ["en"])));
        trainer.Leave(Day("2026-01-05"), On("2026-01-05"));
        Refuses("trainer_left", Entitled);
    }

    [Fact]
    public void Whatever_is_missing_for_an_accreditation_is_named_at_once()
    {
        var trainer = Trainer();
        var policy = Policy(Rules(required: [QualificationKind.TeachingOrAssessing, QualificationKind.SafeguardingTraining, QualificationKind.Check]));
        trainer.AddQualification(new(QualificationKind.SafeguardingTraining, "Level 3", Day("2022-01-04"), Day("2026-01-04")), On("2026-01-05"));
        trainer.AddQualification(new(QualificationKind.Check, null, Day("2025-01-04"), null), On("2026-01-05"));
        var accreditation = Observed(trainer);
        Missing(
            ["qualification_missing", "qualification_expired", "unit_not_entitled"],
            () => accreditation.Accredit(Facts(policy, trainer, unit: new(false, null)), QualityLead, On("2026-01-05")));
        Assert.Empty(accreditation.Records);
        // On the last day it is still good.
        Missing(["qualification_missing"], () => accreditation.Accredit(Facts(policy, trainer), QualityLead, On("2026-01-04")));
    }

    [Fact]
    public void A_policy_version_that_is_not_published_accredits_nobody()
    {
        var trainer = Trainer();
        var draft = new AccreditationPolicy("OTHER", "Other", On("2026-01-05").Now).Draft(Rules(), On("2026-01-05").Now);
        Refused("policy_version_not_published", () => Observed(trainer).Accredit(Facts(draft, trainer), QualityLead, On("2026-01-05")));
    }

    [Theory]
    [InlineData("2027-09-07")] // the first day
    [InlineData("2027-12-01")]
    [InlineData("2028-01-04")] // the last
    public void Renewed_in_time_the_next_record_begins_when_the_old_one_ends_and_supersedes_it(string on)
    {
        var (trainer, policy) = (Trainer(), Policy());
        var accreditation = Accredited(trainer, policy);
        var first = accreditation.Records[0];
        var (firstDay, lastDay, way) = (first.FirstDay, first.LastDay, first.Way);
        accreditation.CarryDue(On(on));
        Assert.Equal(AccreditationStatus.RenewalDue, accreditation.Status);
        var second = accreditation.Renew(Facts(policy, trainer, 13.5m, "2027-06-01"), QualityLead, On(on));
        Assert.Equal((Day("2028-01-05"), Day("2030-01-04"), 2), (second.FirstDay, second.LastDay, second.Number));
        Assert.Equal((first.Id, 13.5m, Day("2027-06-01")), (second.SupersedesId!.Value, second.CpdHours, second.StandardisedOn));
        Assert.Equal((firstDay, lastDay, way), (first.FirstDay, first.LastDay, first.Way));
        Assert.Equal(AccreditationStatus.Accredited, accreditation.Status);
        Assert.DoesNotContain(accreditation.Schedule, a => a.IsPending && a.RecordNumber == 1);
        Missing(["already_renewed"], () => accreditation.Renew(Facts(policy, trainer), QualityLead, On(on)));
    }

    [Fact]
    public void Renewal_needs_its_time_the_hours_and_a_meeting_and_says_so_all_at_once()
    {
        var (trainer, policy) = (Trainer(), Policy());
        var accreditation = Accredited(trainer, policy);
        Missing(
            ["renewal_too_early", "cpd_missing", "standardisation_missing"],
            () => accreditation.Renew(Facts(policy, trainer, 11.75m, null), QualityLead, On("2027-09-05")));
        Assert.Single(accreditation.Records);
        accreditation.Renew(Facts(Policy(Rules(cpd: 0, standardisation: false)), trainer, 0, null), QualityLead, On("2027-12-01"));
    }

    [Fact]
    public void A_unit_that_was_withdrawn_is_not_accredited_for_and_may_be_renewed_for_courses_that_have_begun()
    {
        var (trainer, policy, withdrawn) = (Trainer(), Policy(), new UnitRight(true, new(Day("2010-01-01"), Day("2026-01-05"), ["en"])));
        Missing(["unit_withdrawn"], () => Observed(trainer).Accredit(Facts(policy, trainer, unit: withdrawn), QualityLead, On("2026-01-05")));
        Accredited(trainer, policy).Renew(Facts(policy, trainer, unit: withdrawn), QualityLead, On("2027-12-01"));
        Missing(["unit_not_entitled"], () => Accredited(trainer, policy).Renew(Facts(policy, trainer, unit: new(false, null)), QualityLead, On("2027-12-01")));
    }

    [Fact]
    public void The_year_before_a_day_ends_with_it_and_has_its_own_leap_day()
    {
        Assert.Equal(new Term(Day("2026-03-15"), Day("2027-03-14")), AccreditationFacts.YearTo(Day("2027-03-14")));
        Assert.Equal(new Term(Day("2027-03-01"), Day("2028-02-29")), AccreditationFacts.YearTo(Day("2028-02-29")));
    }

    [Fact]
    public void Once_lapsed_it_is_not_renewed_though_no_sweep_has_noted_so()
    {
        var (trainer, policy) = (Trainer(), Policy());
        var accreditation = Accredited(trainer, policy);
        Refused("accreditation_lapsed", () => accreditation.Renew(Facts(policy, trainer), QualityLead, On("2028-01-05")));
    }

    [Fact]
    public void A_lapsed_accreditation_comes_back_by_a_refresher_within_the_window_from_the_day_of_it()
    {
        var (trainer, policy) = (Trainer(), Policy());
        var accreditation = Accredited(trainer, policy);
        Refused("not_lapsed", () => accreditation.Refresh(Day("2028-01-04"), Facts(policy, trainer), QualityLead, On("2028-01-04")));
        Refused("validation_failed", () => accreditation.Refresh(Day("2028-01-04"), Facts(policy, trainer), QualityLead, On("2028-02-01")));
        var record = accreditation.Refresh(Day("2028-01-30"), Facts(policy, trainer), QualityLead, On("2028-02-01"));
        Assert.Equal((Day("2028-02-01"), Day("2030-01-31"), AccreditationWay.Refresher), (record.FirstDay, record.LastDay, record.Way));
        // That it had lapsed is said though the refresher came before any sweep.
        Assert.Contains(accreditation.Events, e => e.Type == "accreditation.lapsed");
        Assert.Equal(["accreditation_lapsed"], AccreditationCheck.Of(File(trainer, "2028-02-01", policy, accreditation), Day("2028-01-20")).Codes());
    }

    [Fact]
    public void After_the_window_only_an_observation_after_the_lapse_brings_it_back()
    {
        var (trainer, policy) = (Trainer(), Policy());
        var accreditation = Accredited(trainer, policy);
        Assert.Equal(Day("2028-07-04"), accreditation.Calendar!.RefresherLastDay);
        Refused("refresher_too_late", () => accreditation.Refresh(Day("2028-07-04"), Facts(policy, trainer), QualityLead, On("2028-07-05")));
        accreditation.Observe(Seen("2028-01-04"), trainer, QualityLead, On("2028-07-05"));
        Assert.Equal(AccreditationStatus.Lapsed, accreditation.Status);
        accreditation.Observe(Seen("2028-07-05"), trainer, QualityLead, On("2028-07-05"));
        accreditation.Observe(Seen("2028-07-06", ObservationOutcome.NotMet), trainer, QualityLead, On("2028-07-06"));
        Assert.Equal(AccreditationStatus.Lapsed, accreditation.Status);
        accreditation.Observe(Seen("2028-07-07"), trainer, QualityLead, On("2028-07-07"));
        var record = accreditation.Accredit(Facts(policy, trainer), QualityLead, On("2028-07-08"));
        Assert.Equal((2, Day("2028-07-08"), accreditation.Records[0].Id), (record.Number, record.FirstDay, record.SupersedesId!.Value));
    }

    [Fact]
    public void Days_of_outage_change_no_date_and_nothing_happens_twice()
    {
        var (trainer, policy) = (Trainer(), Policy());
        var (late, daily) = (Accredited(trainer, policy), Accredited(trainer, policy));
        late.CarryDue(On("2028-01-09"));
        for (var day = Day("2026-01-05"); day <= Day("2028-01-09"); day = day.AddDays(1))
            daily.CarryDue(On(day));
        static IEnumerable<string> Story(UnitAccreditation a) =>
            a.Events.Select(e => $"{e.Type} {string.Join(' ', e.Data!.Where(d => d.Key is not "trainerId").Select(d => $"{d.Key}={d.Value}"))}");
        Assert.Equal(Story(daily), Story(late));
        Assert.Equal(
            [
                "accreditation.renewal_due", "accreditation.renewal_due_soon", "accreditation.renewal_due_soon", "accreditation.renewal_due_soon",
                "accreditation.renewal_due_soon", "accreditation.lapsed",
            ],
            late.Events.Select(e => e.Type));
        Assert.Equal(Day("2028-01-05"), late.Events[^1].Data!["lapsedOn"]);
        Assert.Equal([120, 60, 30, 7], late.Events.Skip(1).SkipLast(1).Select(e => e.Data!["days"]));
        late.CarryDue(On("2029-01-01"));
        Assert.Equal(6, late.Events.Count);
    }

    [Fact]
    public void It_lapses_at_the_end_of_its_last_day_in_its_organisations_zone()
    {
        // The day after the last is the one on which clocks went forward.
        var accreditation = Accredited(Trainer(), Policy(Rules(12)), "2026-03-29");
        var lapse = Assert.Single(accreditation.Schedule, a => a.Kind == AccreditationActionKind.Lapse);
        Assert.Equal(new DateTimeOffset(2027, 3, 28, 23, 0, 0, TimeSpan.Zero), lapse.DueAt);
    }

    [Fact]
    public void Suspensions_stand_until_lifted_and_keep_it_from_being_renewed()
    {
        var (trainer, policy) = (Trainer(), Policy());
        Refused("not_accredited", () => Observed(trainer).Hold(AccreditationHoldKind.Suspension, AccreditationConcern.Quality, "Why.", Day("2026-02-01"), QualityLead, On("2026-02-01")));
        var accreditation = Accredited(trainer, policy);
        var today = On("2027-11-01");
        Refused("validation_failed", () => accreditation.Hold(AccreditationHoldKind.Suspension, AccreditationConcern.Quality, " ", today.Today, QualityLead, today));
        Refused("validation_failed", () => accreditation.Hold(AccreditationHoldKind.Suspension, AccreditationConcern.Quality, "Why.", Day("2027-10-31"), QualityLead, today));
        var first = accreditation.Hold(AccreditationHoldKind.Suspension, AccreditationConcern.Safeguarding, "Why.", today.Today, QualityLead, today);
        var second = accreditation.Hold(AccreditationHoldKind.Suspension, AccreditationConcern.Quality, "Why.", Day("2027-11-05"), QualityLead, today);
        Missing(["accreditation_suspended"], () => accreditation.Renew(Facts(policy, trainer), QualityLead, today));
        accreditation.Lift(first.Id, On("2027-11-03"));
        Assert.False(accreditation.SuspendedOn(Day("2027-11-03")));
        Assert.Equal(Day("2027-11-05"), accreditation.SuspendedFrom);
        Refused("hold_already_lifted", () => accreditation.Lift(first.Id, On("2027-11-03")));
        accreditation.Lift(second.Id, On("2027-11-06"));
        Assert.Null(accreditation.SuspendedFrom);
        accreditation.Renew(Facts(policy, trainer), QualityLead, On("2027-11-06"));
        Refused("not_found", () => accreditation.Lift(Id<AccreditationHold>.None, On("2027-11-06")));
    }

    [Fact]
    public void Withdrawn_it_counts_no_more_and_another_person_decides_the_appeal()
    {
        var (trainer, policy) = (Trainer(), Policy());
        var accreditation = Accredited(trainer, policy);
        Refused("accreditation_not_withdrawn", () => accreditation.Appeal("No.", Coordinator, On("2026-02-01")));
        accreditation.Withdraw(AccreditationConcern.Quality, "Two observations.", QualityLead, On("2026-02-01"));
        Assert.DoesNotContain(accreditation.Schedule, a => a.IsPending);
        Refused("accreditation_withdrawn", () => accreditation.Withdraw(AccreditationConcern.Quality, "Again.", QualityLead, On("2026-02-01")));
        Refused("accreditation_withdrawn", () => accreditation.Renew(Facts(policy, trainer), QualityLead, On("2026-02-01")));
        Refused("no_appeal_open", () => accreditation.DecideAppeal(AppealOutcome.Upheld, "Right.", policy, OtherQualityLead, On("2026-02-02")));
        accreditation.Appeal("It was one.", Coordinator, On("2026-02-02"));
        Refused("appeal_made", () => accreditation.Appeal("It was one.", Coordinator, On("2026-02-02")));
        Refused("second_person_needed", () => accreditation.DecideAppeal(AppealOutcome.Upheld, "Right.", policy, QualityLead, On("2026-02-03")));
        accreditation.DecideAppeal(AppealOutcome.Upheld, "Right.", policy, OtherQualityLead, On("2026-02-03"));
        Assert.Equal(AccreditationStatus.Accredited, accreditation.Status);
        Assert.Empty(AccreditationCheck.Of(File(trainer, "2026-02-03", policy, accreditation), Day("2026-02-02")).Codes());
        Assert.Equal(6, accreditation.Schedule.Count(a => a.IsPending));
        Refused("no_appeal_open", () => accreditation.DecideAppeal(AppealOutcome.Dismissed, "Wrong.", policy, OtherQualityLead, On("2026-02-04")));
    }

    [Fact]
    public void An_appeal_upheld_after_the_last_day_leaves_it_lapsed_on_that_day_and_announces_nothing_that_is_past()
    {
        var (trainer, policy) = (Trainer(), Policy());
        var accreditation = Accredited(trainer, policy);
        accreditation.Withdraw(AccreditationConcern.Quality, "Two observations.", QualityLead, On("2027-06-01"));
        accreditation.Appeal("It was one.", Coordinator, On("2027-06-02"));
        accreditation.ForgetEvents();
        accreditation.DecideAppeal(AppealOutcome.Upheld, "Right.", policy, OtherQualityLead, On("2028-02-01"));
        accreditation.CarryDue(On("2028-02-01"));
        Assert.Equal(AccreditationStatus.Lapsed, accreditation.Status);
        Assert.Equal(["accreditation.appeal_decided", "accreditation.renewal_due", "accreditation.lapsed"], accreditation.Events.Select(e => e.Type));
        Assert.Equal(Day("2028-01-05"), accreditation.Events[^1].Data!["lapsedOn"]);
    }

    [Fact]
    public void A_dismissed_appeal_leaves_it_withdrawn_for_good()
    {
        var (trainer, policy) = (Trainer(), Policy());
        var accreditation = Nominated(trainer);
        accreditation.Withdraw(AccreditationConcern.OwnWish, "She changed her mind.", QualityLead, On("2026-02-01"));
        accreditation.Appeal("She did not.", Coordinator, On("2026-02-02"));
        accreditation.DecideAppeal(AppealOutcome.Dismissed, "She did.", null, OtherQualityLead, On("2026-02-03"));
        Assert.Equal(AccreditationStatus.Withdrawn, accreditation.Status);
        Assert.Equal(["accreditation_withdrawn"], AccreditationCheck.Of(File(trainer, "2026-02-03", policy, accreditation), Day("2026-03-01")).Codes());
    }
}
