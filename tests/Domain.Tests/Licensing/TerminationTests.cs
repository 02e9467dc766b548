using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using static Franchise.Domain.Tests.Licensing.Given;

namespace Franchise.Domain.Tests.Licensing;

public class TerminationTests
{
    private readonly LicencePolicyVersion policy = Policy();

    private static void Propose(Licence licence, TerminationCause cause = TerminationCause.Quality, bool teachOut = true) =>
        licence.ProposeTermination(cause, "Learners move to another partner.", teachOut, Administrator, On("2026-06-01"));

    [Fact]
    public void Two_administrators_end_a_licence_and_begun_courses_have_their_teach_out()
    {
        var licence = Active(policy);
        Propose(licence);
        Assert.Equal(LicenceStatus.Active, licence.Status);
        Refused("second_administrator_needed", () => licence.ConfirmTermination(policy, Administrator, On("2026-06-02")));
        Assert.Equal(LicenceStatus.Active, licence.Status);
        licence.ConfirmTermination(policy, OtherAdministrator, On("2026-06-02"));
        Assert.Equal(LicenceStatus.Terminated, licence.Status);
        Assert.Equal((Day("2026-06-02"), Day("2026-12-01")), (licence.Termination!.EffectiveOn, licence.Termination.TeachOutLastDay));
        Assert.Equal(ScheduledActionKind.TeachOutEnd, Assert.Single(licence.Schedule, a => a.IsPending).Kind);
        licence.CarryDue(policy, On("2026-12-05"));
        Assert.Equal(Day("2026-12-02"), licence.Event("licence.teach_out_ended").Data!["endedOn"]);
        Assert.Equal(LicenceStatus.Terminated, licence.Status);
        Assert.Equal(Day("2027-01-30"), licence.Terms[0].LastDay);
        Assert.DoesNotContain(licence.Story(), line => line.Contains("Learners", StringComparison.Ordinal) || line.Contains("usr_", StringComparison.Ordinal));
    }

    [Fact]
    public void For_safeguarding_and_for_that_alone_there_may_be_no_teach_out()
    {
        foreach (var cause in Enum.GetValues<TerminationCause>().Where(c => c != TerminationCause.Safeguarding))
            Refused("teach_out_owed", () => Propose(Active(policy), cause, teachOut: false));
        var licence = Active(policy);
        Propose(licence, TerminationCause.Safeguarding, teachOut: false);
        licence.ConfirmTermination(policy, OtherAdministrator, On("2026-06-02"));
        Assert.Null(licence.Termination!.TeachOutLastDay);
        Assert.DoesNotContain(licence.Schedule, a => a.IsPending);
    }

    [Fact]
    public void A_licence_in_teach_out_gains_no_days_by_being_terminated()
    {
        var licence = Active(policy);
        licence.CarryDue(policy, On("2027-03-02"));
        Propose(licence);
        licence.ConfirmTermination(policy, OtherAdministrator, On("2027-06-02"));
        Assert.Equal(licence.Calendar!.TeachOutLastDay, licence.Termination!.TeachOutLastDay);
    }

    [Fact]
    public void An_accepted_licence_can_be_terminated_before_it_begins()
    {
        var licence = Accepted(policy);
        Propose(licence);
        licence.ConfirmTermination(policy, OtherAdministrator, On("2026-06-02"));
        Assert.Null(licence.Termination!.TeachOutLastDay);
        licence.CarryDue(policy, On("2026-06-03"));
        Assert.Equal(LicenceStatus.Terminated, licence.Status);
    }

    [Fact]
    public void A_proposal_can_be_taken_back_and_made_again()
    {
        var licence = Active(policy);
        Refused("termination_not_proposed", licence.WithdrawTermination);
        Refused("termination_not_proposed", () => licence.ConfirmTermination(policy, OtherAdministrator, On("2026-06-02")));
        Propose(licence);
        Refused("termination_already_proposed", () => Propose(licence));
        licence.WithdrawTermination();
        Assert.Null(licence.Termination);
        Propose(licence);
    }

    [Fact]
    public void What_is_not_agreed_or_is_over_is_not_terminated()
    {
        Refused("licence_not_terminable", () => Propose(Offered(policy)));
        var terminated = Active(policy);
        Propose(terminated);
        terminated.ConfirmTermination(policy, OtherAdministrator, On("2026-06-02"));
        Refused("licence_not_terminable", () => Propose(terminated));
        Refused("termination_not_proposed", terminated.WithdrawTermination);
        Refused("licence_not_renewable", () => terminated.Renew(policy, On("2026-06-03")));
        Refused("licence_not_holdable", () => terminated.PlaceHold(HoldReason.Payment, Day("2026-06-03"), Day("2026-06-04"), null, policy, On("2026-06-03")));
        Refused("licence_not_amendable", () => terminated.SetAutoRenewal(true, policy, On("2026-06-03")));
    }

    [Fact]
    public void Only_people_propose_and_confirm_and_anybody_who_may_takes_back()
    {
        var system = Administrator with { Kind = ActorKind.Client, Subject = "cli_administrators" };
        var licence = Active(policy);
        Refused("person_needed", () => licence.ProposeTermination(TerminationCause.Quality, "They finish.", true, system, On("2026-06-01")));
        Refused("person_needed", () => licence.ProposeTermination(TerminationCause.Quality, "They finish.", true, Actor.System, On("2026-06-01")));
        Assert.Null(licence.Termination);
        Propose(licence);
        Refused("person_needed", () => licence.ConfirmTermination(policy, system, On("2026-06-02")));
        Assert.Null(licence.Termination!.ConfirmedBy);
        licence.WithdrawTermination();
    }

    [Fact]
    public void A_termination_needs_a_plan_for_the_learners() =>
        RefusedAt(
            ["/cause", "/learnerProtectionPlan"],
            () => Active(policy).ProposeTermination((TerminationCause)9, " ", true, Administrator, On("2026-06-01")));

    [Fact]
    public void While_a_termination_is_proposed_the_licence_does_not_renew_by_itself()
    {
        var licence = Active(policy, autoRenews: true);
        Propose(licence);
        licence.CarryDue(policy, On("2027-01-31"));
        Assert.Equal(LicenceStatus.Grace, licence.Status);
        licence.Event("licence.auto_renewal_withheld");
    }
}
