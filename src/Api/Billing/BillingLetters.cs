using System.Globalization;
using Franchise.Domain.Billing;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Email;

namespace Franchise.Api.Billing;

/// <summary>
/// Letters about renewals and invoices, in English or Welsh. Subjects show on locked screens, so they say nothing; no letter names a learner, and none carries
/// an invoice, which stands behind the sign-in.
/// </summary>
/// <param name="organisation">To whom.</param>
/// <param name="helper">Who helps there.</param>
internal sealed class BillingLetters(Organisation organisation, BillingHelper helper)
{
    private static readonly string[] months =
        ["Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"];

    private readonly bool welsh = organisation.Language.Split('-')[0] == "cy";

    /// <summary>What renews, from when, at what price, and who is to do what.</summary>
    /// <param name="licence">The licence.</param>
    /// <param name="plan">What the renewal does.</param>
    /// <param name="addedOn">The day on which it renews by itself; null where it waits for an acceptance.</param>
    public Letter Renewal(Licence licence, RenewalPlan plan, DateOnly? addedOn)
    {
        var (package, first, last, price) = (licence.Grant.Package, On(plan.FirstDay), On(plan.LastDay), Amount(plan.Price));
        var later = licence.PriceNotice is { } told && told.Amount != plan.Price.Amount ? Amount(plan.Price with { Amount = told.Amount }) : null;
        string?[] lines = addedOn is { } day
            ?
            [
                Say(
                    $"The term of your licence {package} ends on {On(plan.PreviousLastDay)}. It renews by itself, from {first} to {last}, for {price} without VAT.",
                    $"Daw tymor eich trwydded {package} i ben ar {On(plan.PreviousLastDay)}. Mae'n adnewyddu ohoni ei hun, o {first} hyd {last}, am {price} heb TAW."),
                Say(
                    $"There is nothing you need to do. It is renewed on {On(day)} and invoiced then; if you would rather not go on, please take automatic renewal off on Franchise before that day.",
                    $"Nid oes angen i chi wneud dim. Caiff ei hadnewyddu ar {On(day)} a'i hanfonebu bryd hynny; os byddai'n well gennych beidio â pharhau, diffoddwch adnewyddu awtomatig ar Franchise cyn y diwrnod hwnnw."),
            ]
            :
            [
                Say(
                    $"The term of your licence {package} ends on {On(plan.PreviousLastDay)}. The next one would go from {first} to {last}, for {price} without VAT.",
                    $"Daw tymor eich trwydded {package} i ben ar {On(plan.PreviousLastDay)}. Byddai'r nesaf yn mynd o {first} hyd {last}, am {price} heb TAW."),
                Say(
                    $"If you would like to go on, your coordinator accepts the renewal on Franchise by {On(plan.PreviousLastDay)}. Until somebody does, nothing is renewed and nothing is charged.",
                    $"Os hoffech barhau, bydd eich cydlynydd yn derbyn yr adnewyddiad ar Franchise erbyn {On(plan.PreviousLastDay)}. Hyd nes y gwneir hynny, ni chaiff dim ei adnewyddu ac ni chodir dim."),
            ];
        return Write(
            "Your licence: what comes next", "Eich trwydded: beth sy'n dod nesaf",
            [.. lines, later is null ? null : Say($"From a later term on it will cost {later}.", $"O dymor diweddarach ymlaen bydd yn costio {later}.")]);
    }

    /// <summary>That an invoice was issued.</summary>
    public Letter Issued(Invoice invoice) =>
        Write(
            "A new invoice", "Anfoneb newydd",
            Say(
                $"Invoice {invoice.Number} of {On(invoice.IssuedOn!.Value)} comes to {Amount(invoice, invoice.Total)}{(invoice.Outstanding > 0 ? $" and is due on {On(invoice.DueOn!.Value)}" : "; there is nothing to pay")}.",
                $"Mae anfoneb {invoice.Number} dyddiedig {On(invoice.IssuedOn!.Value)} yn {Amount(invoice, invoice.Total)}{(invoice.Outstanding > 0 ? $" ac yn ddyledus ar {On(invoice.DueOn!.Value)}" : "; nid oes dim i'w dalu")}."),
            Say("You find it on Franchise, to read and to print.", "Mae ar gael ar Franchise, i'w darllen a'i hargraffu."),
            invoice.Outstanding > 0 ? Say("Please name its number when you pay.", "Nodwch ei rhif wrth dalu, os gwelwch yn dda.") : null);

    /// <summary>That a payment came in.</summary>
    public Letter Paid(Invoice invoice) =>
        Write(
            "Thank you", "Diolch",
            Say($"Invoice {invoice.Number} is paid. Thank you.", $"Mae anfoneb {invoice.Number} wedi'i thalu. Diolch yn fawr."));

    /// <summary>That a card or a direct debit could not be charged.</summary>
    public Letter NotCollected(Invoice invoice) =>
        Write(
            "About a payment", "Ynghylch taliad",
            Say(
                $"We could not collect {Amount(invoice, invoice.Outstanding)} for invoice {invoice.Number}. Nothing else has changed.",
                $"Ni allem gasglu {Amount(invoice, invoice.Outstanding)} am anfoneb {invoice.Number}. Nid oes dim arall wedi newid."),
            Say(
                "It may be tried again in some days. You can pay it on Franchise at any time, or by bank transfer, or give another card or direct debit there.",
                "Efallai y rhoddir cynnig arall arni ymhen ychydig ddyddiau. Gallwch ei thalu ar Franchise unrhyw bryd, neu drwy drosglwyddiad banc, neu roi cerdyn neu ddebyd uniongyrchol arall yno."));

    /// <summary>That a card or a direct debit is no longer charged.</summary>
    public Letter MandateEnded() =>
        Write(
            "About how you pay", "Ynghylch sut rydych yn talu",
            Say(
                "A card or direct debit that you gave us has ended, so we do not charge it any more. Invoices can be paid by bank transfer, or you can give another on Franchise.",
                "Mae cerdyn neu ddebyd uniongyrchol a roesoch i ni wedi dod i ben, felly nid ydym yn ei ddefnyddio mwyach. Gellir talu anfonebau drwy drosglwyddiad banc, neu gallwch roi un arall ar Franchise."));

    /// <summary>That all holds for unpaid invoices are lifted.</summary>
    public Letter Cleared() =>
        Write(
            "Everything is open again", "Mae popeth ar agor eto",
            Say(
                "Nothing is overdue any more, and the holds on your licence for unpaid invoices are lifted. Its dates are what they were.",
                "Nid oes dim yn hwyr bellach, ac mae'r ataliadau ar eich trwydded am anfonebau heb eu talu wedi'u codi. Mae ei dyddiadau fel yr oeddent."));

    /// <summary>A step of dunning.</summary>
    /// <param name="stage">Which.</param>
    /// <param name="overdue">What is overdue.</param>
    /// <param name="noNewCourses">The day from which no new course would begin; null where that has come.</param>
    /// <param name="suspended">The day from which the licence would be suspended; null where that has come.</param>
    public Letter Step(DunningStage stage, IReadOnlyList<Invoice> overdue, DateOnly? noNewCourses, DateOnly? suspended)
    {
        var list = string.Join('\n', overdue.Select(i => Say(
            $"- {i.Number}: {Amount(i, i.Outstanding)}, due on {On(i.DueOn!.Value)}", $"- {i.Number}: {Amount(i, i.Outstanding)}, dyledus ar {On(i.DueOn!.Value)}")));
        var crossed = Say("If you have paid already, please forget this letter.", "Os ydych wedi talu eisoes, anwybyddwch y llythyr hwn.");
        var open = Say(
            "Certificates, concerns, your records and courses in teach-out stay open to you whatever happens.",
            "Mae tystysgrifau, pryderon, eich cofnodion a chyrsiau sy'n cael eu cwblhau yn aros ar agor i chi beth bynnag sy'n digwydd.");
        return stage switch
        {
            DunningStage.Reminder => Write(
                "A reminder", "Nodyn atgoffa", Say("It may have slipped by: this is unpaid.", "Efallai ei fod wedi mynd heibio: mae hyn heb ei dalu."), list, crossed),
            DunningStage.SecondReminder => Write(
                "A second reminder", "Ail nodyn atgoffa",
                Say("This is still unpaid. If something is wrong with an invoice, please tell us.", "Mae hyn yn dal heb ei dalu. Os oes rhywbeth o'i le ar anfoneb, rhowch wybod i ni."),
                list, crossed),
            DunningStage.FinalNotice => Write(
                "A final notice", "Hysbysiad terfynol", Say("This is still unpaid.", "Mae hyn yn dal heb ei dalu."), list,
                noNewCourses is { } first
                    ? Say($"If it stays so, no new course begins from {On(first)} on; those that run go on.", $"Os bydd yn parhau felly, ni fydd unrhyw gwrs newydd yn dechrau o {On(first)} ymlaen; bydd y rhai sy'n rhedeg yn parhau.")
                    : null,
                Later(suspended), open, crossed),
            DunningStage.HoldOnNewCourses => Write(
                "New courses have to wait", "Rhaid i gyrsiau newydd aros",
                Say(
                    "Because this is unpaid, no new course begins from today on. Courses that run go on. The moment it is paid, the hold is lifted by itself.",
                    "Gan fod hyn heb ei dalu, ni fydd unrhyw gwrs newydd yn dechrau o heddiw ymlaen. Bydd y cyrsiau sy'n rhedeg yn parhau. Yr eiliad y caiff ei dalu, codir yr ataliad ohono'i hun."),
                list, Later(suspended), open),
            _ => Write(
                "Your licence is on hold", "Mae eich trwydded wedi'i hatal",
                Say(
                    "Because this is unpaid, your licence is suspended from today on. The moment it is paid, the hold is lifted by itself; no date of the licence moves.",
                    "Gan fod hyn heb ei dalu, mae eich trwydded wedi'i hatal o heddiw ymlaen. Yr eiliad y caiff ei dalu, codir yr ataliad ohono'i hun; nid oes unrhyw ddyddiad yn newid."),
                list, open),
        };
    }

    /// <summary>What the partner reads beside a hold.</summary>
    public string HoldNote => Say("An invoice is unpaid. Once it is paid, this hold is lifted by itself.", "Mae anfoneb heb ei thalu. Unwaith y caiff ei thalu, codir yr ataliad hwn ohono'i hun.");

    private string? Later(DateOnly? suspended) =>
        suspended is { } day ? Say($"From {On(day)} on the licence would be suspended.", $"O {On(day)} ymlaen byddai'r drwydded yn cael ei hatal.") : null;

    private Letter Write(string english, string cymraeg, params string?[] parts) =>
        new(Say(english, cymraeg), string.Join("\n\n", [Say("Hello,", "Helo,"), .. parts.OfType<string>(), Help(), Say("With kind regards,\nCohort 4", "Cofion cynnes,\nCohort 4")]) + "\n");

    private string Help()
    {
        var reach = string.Join(", ", new[] { helper.Email, helper.Phone }.OfType<string>());
        return Say(
            $"If anything is unclear, or paying is hard just now, {helper.Name} helps you{(reach.Length > 0 ? $": {reach}" : "")}.",
            $"Os oes rhywbeth yn aneglur, neu os yw'n anodd talu ar hyn o bryd, bydd {helper.Name} yn eich helpu{(reach.Length > 0 ? $": {reach}" : "")}.");
    }

    private string On(DateOnly day) =>
        welsh ? $"{day.Day} {months[day.Month - 1]} {day.Year}" : day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Amount(Invoice invoice, long amount) => Amount(new(amount, invoice.Currency));

    private static string Amount(Money money) => $"{(money.Currency == "EUR" ? "€" : "£")}{(money.Amount / 100m).ToString("#,##0.00", CultureInfo.InvariantCulture)}";

    private string Say(string english, string cymraeg) => welsh ? cymraeg : english;
}

/// <summary>A letter without its address.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Text">All of it.</param>
internal sealed record Letter(string Subject, string Text)
{
    public EmailMessage To(string address) => new(address, Subject, Text);
}
