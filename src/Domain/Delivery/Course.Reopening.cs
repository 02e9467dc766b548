using Franchise.Domain.Shared;

namespace Franchise.Domain.Delivery;

public sealed partial class Course
{
    /// <summary>Whether results may be entered, or evidence of them: from its first session until it is closed.</summary>
    /// <exception cref="Refusal"><c>course_state_forbids</c>.</exception>
    public void DemandResults()
    {
        Demand(CourseStatus.Running, CourseStatus.Delivered, CourseStatus.Assessing, CourseStatus.Assured, CourseStatus.Claimed);
        if (Kind != CourseKind.Learners)
            throw Refusal.Conflict(DeliveryCodes.CourseStateForbids, "Nobody is assessed on a training of trainers.", "Note on its place that she has completed it.");
    }

    /// <summary>
    /// Notes that results come in: the first after it is delivered begins its assessment, and what changes after it was assured or claimed opens it again.
    /// One that is still taught stays so.
    /// </summary>
    /// <exception cref="Refusal"><c>course_state_forbids</c>.</exception>
    public void TakeResults(OwnTime time)
    {
        DemandResults();
        if (Status == CourseStatus.Delivered)
            BeginAssessment(time);
        else if (Status is CourseStatus.Assured or CourseStatus.Claimed)
            Reopen(time);
    }

    /// <summary>A result changes after all were assured: they are assured anew.</summary>
    /// <exception cref="Refusal"><c>course_state_forbids</c>.</exception>
    public void Reopen(OwnTime time)
    {
        Demand(CourseStatus.Assured, CourseStatus.Claimed);
        Move(CourseStatus.Assessing, "course.reopened", time, ("from", Word(Status)));
    }
}
