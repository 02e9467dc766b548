using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Assurance;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Accreditation.Given;

namespace Franchise.Domain.Tests.Assurance;

public sealed class SamplingTests
{
    private static readonly Taught taught = new();

    private static readonly Gen<string> seeds = Gen.Byte.Array[32].Select(Convert.ToHexStringLower);

    private static readonly QualityAssurer assurer = Assurer();

    [Theory]
    [InlineData(ProvisionRisk.Low, AssessorRisk.Experienced, 10)]
    [InlineData(ProvisionRisk.Low, AssessorRisk.Usual, 50)]
    [InlineData(ProvisionRisk.Medium, AssessorRisk.Experienced, 20)]
    [InlineData(ProvisionRisk.High, AssessorRisk.Experienced, 40)]
    [InlineData(ProvisionRisk.High, AssessorRisk.Usual, 50)]
    [InlineData(ProvisionRisk.Low, AssessorRisk.New, 100)]
    public void The_greater_of_both_risks_decides(ProvisionRisk provision, AssessorRisk assessor, int rate) => Assert.Equal(rate, SamplingRate.Of(provision, assessor));

    [Theory]
    [InlineData(0, 0, AssessorRisk.New)]
    [InlineData(9, 0, AssessorRisk.New)]
    [InlineData(10, 0, AssessorRisk.Usual)]
    [InlineData(50, 0, AssessorRisk.Experienced)]
    [InlineData(500, 1, AssessorRisk.Usual)]
    public void An_assessors_risk_follows_from_what_was_found(int agreed, int overturned, AssessorRisk risk) => Assert.Equal(risk, new AssessorRecord(agreed, overturned).Risk);

    [Fact]
    public void A_place_is_the_hash_of_seed_and_decision()
    {
        var id = Id<AssessmentDecision>.New(On(Taught.Today).Now);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"5eed:{id}"))).ToLower(CultureInfo.InvariantCulture), Drawing.PlaceOf("5eed", id));
    }

    [Fact]
    public void Five_thousand_decisions_are_sampled_as_their_risks_ask() =>
        Gen.Select(seeds, Gen.Int[0, int.MaxValue], Gen.Enum<ProvisionRisk>()).Sample((seed, shape, risk) =>
        {
            var (decisions, records) = Decisions(5_000, shape);
            var plan = new SamplingPlan(taught.Course, seed, On(Taught.Today).Now);
            plan.Draw(decisions, risk, records, On(Taught.Today).Now);
            var sampled = plan.Samples.ToDictionary(s => s.DecisionId);
            Assert.All(plan.Samples, s => Assert.NotEmpty(s.Reasons));
            Assert.All(decisions.Where(d => d.Borderline), d => Assert.Contains(SampleReason.Borderline, sampled[d.Id].Reasons));
            Assert.All(decisions.Where(d => d.Outcome == DecisionOutcome.Referred), d => Assert.Contains(SampleReason.Referred, sampled[d.Id].Reasons));
            Assert.All(decisions.Where(d => d.Redecided), d => Assert.Contains(SampleReason.Redecided, sampled[d.Id].Reasons));
            foreach (var stratum in decisions.GroupBy(d => d.Stratum))
            {
                var assessor = records[stratum.Key.AssessorId].Risk;
                var share = SamplingRate.Share(SamplingRate.Of(risk, assessor), stratum.Count());
                Assert.True(share >= 1);
                var byRate = stratum.Where(d => sampled.TryGetValue(d.Id, out var s) && s.Reasons.Any(r => r is SampleReason.Rate or SampleReason.NewAssessor)).ToList();
                Assert.Equal(share, byRate.Count);
                if (assessor == AssessorRisk.New)
                    Assert.All(stratum, d => Assert.Contains(SampleReason.NewAssessor, sampled[d.Id].Reasons));
                // Beside the share only what must be: the rate is kept, and not quietly exceeded.
                Assert.All(stratum.Where(d => sampled.ContainsKey(d.Id)).Except(byRate), d => Assert.True(d.Borderline || d.Redecided || d.Outcome == DecisionOutcome.Referred));
            }
        }, iter: 20);

    [Fact]
    public void Drawn_again_from_what_is_on_record_it_comes_out_the_same() =>
        Gen.Select(seeds, Gen.Int[0, int.MaxValue], Gen.Int[1, 5], Gen.Int[0, 3]).Sample((seed, shape, calls, faults) =>
        {
            var (decisions, records) = Decisions(300, shape);
            var plan = new SamplingPlan(taught.Course, seed, On(Taught.Today).Now);
            List<Drawable> known = [];
            foreach (var call in decisions.Chunk((decisions.Count / calls) + 1))
            {
                var entered = call.Select(d => d with { Draw = plan.NextDraw }).ToList();
                known.AddRange(entered);
                var touched = entered.Select(d => d.Stratum).ToHashSet();
                plan.Draw([.. known.Where(d => touched.Contains(d.Stratum))], ProvisionRisk.Medium, records, On(Taught.Today).Now);
                foreach (var sample in plan.Samples.Where(s => s.Outcome == SampleOutcome.Pending).Take(faults).ToList())
                    plan.Settle(sample.Id, new(SampleOutcome.Overturned, "Not shown.", null), assurer, StratumOf(known, sample), superseded: false, On(Taught.Today));
            }
            // Neither the order in which decisions are looked at nor anything else but the record matters.
            var again = Drawing.Again(seed, plan.Draws, [.. known.OrderBy(d => Drawing.PlaceOf("another", d.Id), StringComparer.Ordinal)]);
            Assert.Equal(
                plan.Samples.Select(s => $"{s.DecisionId} {s.Draw} {string.Join(',', s.Reasons)}").Order(),
                again.Select(d => $"{d.DecisionId} {d.Draw} {string.Join(',', d.Reasons)}").Order());
        }, iter: 100);

    [Fact]
    public void Another_seed_draws_others()
    {
        var (decisions, records) = Decisions(1_000, 7);
        string[] Of(string seed)
        {
            var plan = new SamplingPlan(taught.Course, seed, On(Taught.Today).Now);
            plan.Draw(decisions, ProvisionRisk.Low, records, On(Taught.Today).Now);
            return [.. plan.Samples.Select(s => s.DecisionId.ToString()).Order()];
        }
        Assert.Equal(Of("one"), Of("one"));
        Assert.NotEqual(Of("one"), Of("two"));
    }

    [Fact]
    public void An_overturned_decision_doubles_the_rate_of_its_stratum_for_good()
    {
        var (plan, decisions) = Plain(40, new(60, 0), ProvisionRisk.Low);
        Assert.Equal(4, plan.Samples.Count);
        var sample = plan.Samples[0];
        plan.Settle(sample.Id, new(SampleOutcome.Overturned, "Not shown.", null), assurer, decisions, superseded: false, On(Taught.Today));
        Assert.Equal((8, 20, DrawCause.Overturned), (plan.Samples.Count, plan.Draws[^1].Rate, plan.Draws[^1].Cause));
        Assert.All(plan.Samples.Skip(4), s => Assert.Equal([SampleReason.Widened], s.Reasons));
        Assert.Equal([sample.DecisionId], plan.Overturned);
        // The rate stays, whatever comes next, and other strata keep theirs.
        var more = Enumerable.Range(0, 10).Select(_ => decisions[0] with { Id = Fresh(), Draw = plan.NextDraw }).ToList();
        var other = more.Select(d => d with { Id = Fresh(), Stratum = d.Stratum with { Unit = "RM3-99" } }).ToList();
        plan.Draw([.. decisions, .. more, .. other], ProvisionRisk.Low, new Dictionary<Id<Trainer>, AssessorRecord> { [decisions[0].Stratum.AssessorId] = new(60, 0) }, On(Taught.Today).Now);
        Assert.Equal([10, 20], plan.Draws.Where(d => d.Number == 3).Select(d => d.Rate).Order());
        for (var rate = plan.Draws.Max(d => d.Rate); rate < 100; rate = plan.Draws.Max(d => d.Rate))
            plan.Settle(plan.Samples.First(s => s.Outcome == SampleOutcome.Pending && decisions.Exists(d => d.Id == s.DecisionId)).Id, new(SampleOutcome.Overturned, "No.", null), assurer, [.. decisions, .. more], false, On(Taught.Today));
        Assert.Equal(50, plan.Samples.Count(s => decisions.Concat(more).Any(d => d.Id == s.DecisionId)));
    }

    [Fact]
    public void A_sample_is_settled_once_and_says_what_is_to_be_done()
    {
        var (plan, decisions) = Plain(6, new(0, 0), ProvisionRisk.Medium);
        var time = On(Taught.Today);
        void Settle(int at, SampleOutcome outcome, string? note = null, string? due = null, bool superseded = false) =>
            plan.Settle(plan.Samples[at].Id, new(outcome, note, due is null ? null : Day(due)), assurer, decisions, superseded, time);
        foreach (var wrong in new Action[]
                 {
                     () => Settle(0, SampleOutcome.Pending), () => Settle(0, SampleOutcome.ActionRequired, "Do.", null), () => Settle(0, SampleOutcome.ActionRequired, null, "2027-04-01"),
                     () => Settle(0, SampleOutcome.Overturned), () => Settle(0, SampleOutcome.Agreed, null, "2027-04-01"), () => Settle(0, SampleOutcome.ActionRequired, "Do.", "2027-03-19"),
                 })
            Refused("validation_failed", wrong);
        Refused(AssuranceCodes.DecisionSuperseded, () => Settle(0, SampleOutcome.Overturned, "No.", superseded: true));
        Assert.Equal(6, plan.Open);
        Settle(0, SampleOutcome.Agreed);
        Settle(1, SampleOutcome.ActionRequired, "Say which page.", "2027-04-01");
        Refused(AssuranceCodes.SampleSettled, () => Settle(0, SampleOutcome.Overturned, "No."));
        Refused(AssuranceCodes.NoOpenAction, () => plan.CloseAction(plan.Samples[0].Id, "Done.", assurer, time));
        Assert.Equal(5, plan.Open);
        Assert.Equal([Day("2027-03-25"), Day("2027-03-31"), Day("2027-04-02")], plan.Schedule.Where(a => a.IsPending).Select(a => a.DueOn).Order());
        plan.ForgetEvents();
        Carry(plan, "2027-03-26");
        Carry(plan, "2027-04-05");
        Carry(plan, "2027-04-06");
        Assert.Equal(["sample.action_due_soon", "sample.action_due_soon", "sample.action_overdue"], plan.Events.Select(e => e.Type));
        plan.CloseAction(plan.Samples[1].Id, "It does now.", assurer, time);
        Refused(AssuranceCodes.NoOpenAction, () => plan.CloseAction(plan.Samples[1].Id, "Again.", assurer, time));
        Assert.Equal(4, plan.Open);
    }

    [Fact]
    public void What_is_closed_in_time_is_never_called_overdue()
    {
        var (plan, decisions) = Plain(1, new(0, 0), ProvisionRisk.Medium);
        plan.Settle(plan.Samples[0].Id, new(SampleOutcome.ActionRequired, "Do.", Day("2027-03-21")), assurer, decisions, false, On(Taught.Today));
        plan.CloseAction(plan.Samples[0].Id, "Done.", assurer, On(Taught.Today));
        plan.ForgetEvents();
        Carry(plan, "2028-03-20");
        Assert.Empty(plan.Events);
    }

    private static void Carry(SamplingPlan plan, string day)
    {
        while (plan.NextDue(On(day)) is { } due)
            plan.Carry(due, On(day));
    }

    private static (SamplingPlan Plan, List<Drawable> Decisions) Plain(int count, AssessorRecord record, ProvisionRisk risk)
    {
        var stratum = new Stratum(Id<Trainer>.New(On(Taught.Today).Now), Unit);
        List<Drawable> decisions = [.. Enumerable.Range(0, count).Select(_ => new Drawable(Fresh(), stratum, DecisionOutcome.Met, false, false, 1))];
        var plan = new SamplingPlan(taught.Course, "5eed", On(Taught.Today).Now);
        plan.Draw(decisions, risk, new Dictionary<Id<Trainer>, AssessorRecord> { [stratum.AssessorId] = record }, On(Taught.Today).Now);
        return (plan, decisions);
    }

    private static Id<AssessmentDecision> Fresh() => Id<AssessmentDecision>.New(On(Taught.Today).Now);

    // Assessors of every sort over some units, a few decisions of each special kind. Sizes of strata differ; some have one decision only.
    private static (List<Drawable> Decisions, Dictionary<Id<Trainer>, AssessorRecord> Records) Decisions(int count, int shape)
    {
        var now = On(Taught.Today).Now;
        AssessorRecord[] found = [new(0, 0), new(9, 0), new(10, 0), new(30, 2), new(50, 0), new(400, 1), new(400, 0)];
        var records = found.ToDictionary(_ => Id<Trainer>.New(now), f => f);
        var assessors = records.Keys.ToArray();
        uint state = (uint)shape;
        int Next(int most) => (int)((state = (state * 1_664_525) + 1_013_904_223) >> 8) % most;
        List<Drawable> decisions =
        [
            .. Enumerable.Range(0, count).Select(i => new Drawable(
                Id<AssessmentDecision>.New(now), new(assessors[Math.Min(Next(assessors.Length), Next(assessors.Length))], $"U{Math.Min(Next(12), Next(12))}"),
                Next(20) switch { 0 => DecisionOutcome.Referred, 1 or 2 => DecisionOutcome.NotYet, _ => DecisionOutcome.Met }, Next(25) == 0, Next(60) == 0, 1)),
            new(Id<AssessmentDecision>.New(now), new(assessors[^1], "ALONE"), DecisionOutcome.Met, false, false, 1),
        ];
        return (decisions, records);
    }

    private static List<Drawable> StratumOf(List<Drawable> known, Sample sample)
    {
        var stratum = known.Single(d => d.Id == sample.DecisionId).Stratum;
        return [.. known.Where(d => d.Stratum == stratum)];
    }

    private static QualityAssurer Assurer()
    {
        var member = new Member(Partner, Id<User>.New(On("2026-01-05").Now), Role.Trainer, "Iris Quinn", "iris@partner.example", On("2026-01-05").Now);
        var made = new QualityAssurer(member, Coordinator, On("2026-01-06"));
        made.Approve(QualityLead, On("2026-01-07"));
        return made;
    }
}
