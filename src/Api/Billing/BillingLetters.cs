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
    /// <param name="invoices">What will be invoiced for it.</param>
    /// <param name="renewsOn">The day on which it renews by itself; null where it waits for an acceptance.</param>
    /// <param name="isHeld">Whether a hold stands in the way, unless it is lifted.</param>
    public Letter Renewal(Licence licence, RenewalPlan plan, IReadOnlyList<Invoice> invoices, DateOnly? renewsOn, bool isHeld)
    {
        var (package, first, last) = (licence.Grant.Package, On(plan.FirstDay), On(plan.LastDay));
        var price = Say(
            $"{Amount(invoices[0], invoices.Sum(i => i.Net))} without VAT, {Amount(invoices[0], invoices.Sum(i => i.Total))} with it",
            $"{Amount(invoices[0], invoices.Sum(i => i.Net))} heb TAW, {Amount(invoices[0], invoices.Sum(i => i.Total))} gyda TAW");
        var later = licence.PriceNotice is { } told && told.Amount != plan.Terms[^1].Price.Amount ? Amount(plan.Price with { Amount = told.Amount }) : null;
        string?[] lines = renewsOn is { } day
            ?
            [
                Say(
                    $"The term of your licence {package} ends on {On(plan.PreviousLastDay)}. It renews by itself, from {first} to {last}, for {price}.",
                    $"Daw tymor eich trwydded {package} i ben ar {On(plan.PreviousLastDay)}. Mae'n adnewyddu ohoni ei hun, o {first} hyd {last}, am {price}."),
                isHeld
                    ? Say(
                        $"A hold stands on it now. If what is open is settled and the hold is lifted before {On(day)}, it is renewed and invoiced on that day; otherwise it is not.",
                        $"Mae ataliad arni ar hyn o bryd. Os caiff yr hyn sy'n agored ei ddatrys a'r ataliad ei godi cyn {On(day)}, caiff ei hadnewyddu a'i hanfonebu y diwrnod hwnnw; fel arall ni fydd.")
                    : Say(
                        $"There is nothing you need to do. It is renewed on {On(day)} and invoiced then.",
                        $"Nid oes angen i chi wneud dim. Caiff ei hadnewyddu ar {On(day)} a'i hanfonebu bryd hynny."),
                Say(
                    "If you would rather not go on, please take automatic renewal off on Franchise before that day.",
                    "Os byddai'n well gennych beidio â pharhau, diffoddwch adnewyddu awtomatig ar Franchise cyn y diwrnod hwnnw."),
            ]
            :
            [
                Say(
                    $"The term of your licence {package} ends on {On(plan.PreviousLastDay)}. The next one would go from {first} to {last}, for {price}.",
                    $"Daw tymor eich trwydded {package} i ben ar {On(plan.PreviousLastDay)}. Byddai'r nesaf yn mynd o {first} hyd {last}, am {price}."),
                Say(
                    $"If you would like to go on, your coordinator accepts the renewal on Franchise by {On(plan.PreviousLastDay)}. Until somebody does, nothing is renewed and nothing is charged.",
                    $"Os hoffech barhau, bydd eich cydlynydd yn derbyn yr adnewyddiad ar Franchise erbyn {On(plan.PreviousLastDay)}. Hyd nes y gwneir hynny, ni chaiff dim ei adnewyddu ac ni chodir dim."),
                isHeld ? AfterTheHold() : null,
            ];
        return Write(
            "Your licence: what comes next", "Eich trwydded: beth sy'n dod nesaf",
            [.. lines, later is null ? null : Say($"From a later term on it will cost {later} without VAT.", $"O dymor diweddarach ymlaen bydd yn costio {later} heb TAW.")]);
    }

    /// <summary>That a term did not renew on its day: what it means, until when there is time, and who is to do what.</summary>
    /// <param name="licence">The licence: it runs yet, or is in grace, or is over because its policy has no grace.</param>
    /// <param name="calendar">Its dates.</param>
    /// <param name="isHeld">Whether a hold stands.</param>
    public Letter NotRenewed(Licence licence, LicenceCalendar calendar, bool isHeld)
    {
        var (package, last, grace) = (licence.Grant.Package, On(calendar.LastDay), On(calendar.GraceLastDay));
        var (why, pam) = isHeld ? ("because a hold stands on it", "oherwydd bod ataliad arni") : ("because something about it is still open", "oherwydd bod rhywbeth yn ei chylch yn dal yn agored");
        return licence.Status switch
        {
            LicenceStatus.Active => Write(
                "Your licence was not renewed yet", "Nid yw eich trwydded wedi'i hadnewyddu eto",
                Say(
                    $"Your licence {package} was to be renewed today and was not, {why}. Nothing is charged, and its term goes on until {last}.",
                    $"Roedd eich trwydded {package} i'w hadnewyddu heddiw ond ni wnaed hynny, {pam}. Ni chodir dim, ac mae ei thymor yn parhau hyd {last}."),
                Say(
                    $"If it is settled by then, the licence renews by itself on {On(calendar.LastDay.AddDays(1))} and you need do nothing more. Otherwise it does not renew by itself.",
                    $"Os caiff ei ddatrys erbyn hynny, mae'r drwydded yn adnewyddu ohoni ei hun ar {On(calendar.LastDay.AddDays(1))} ac nid oes angen i chi wneud dim mwy. Fel arall nid yw'n adnewyddu ohoni ei hun.")),
            LicenceStatus.Grace => Write(
                "Your licence: its term is over", "Eich trwydded: mae ei thymor ar ben",
                licence.AutoRenews
                    ? Say(
                        $"The term of your licence {package} ended on {last}. It did not renew by itself, {why}.",
                        $"Daeth tymor eich trwydded {package} i ben ar {last}. Nid adnewyddodd ohoni ei hun, {pam}.")
                    : Say(
                        $"The term of your licence {package} ended on {last}, and nobody has accepted the next one.",
                        $"Daeth tymor eich trwydded {package} i ben ar {last}, ac nid oes neb wedi derbyn yr un nesaf."),
                Say(
                    $"It runs on until {grace}. If you would like to go on, your coordinator accepts the renewal on Franchise by then; no day is lost. After that no new course begins.",
                    $"Mae'n rhedeg hyd {grace}. Os hoffech barhau, bydd eich cydlynydd yn derbyn yr adnewyddiad ar Franchise erbyn hynny; ni chollir diwrnod. Wedi hynny ni fydd unrhyw gwrs newydd yn dechrau."),
                isHeld ? AfterTheHold() : null),
            _ => Write(
                "Your licence is over", "Mae eich trwydded ar ben",
                Say(
                    $"The term of your licence {package} ended on {last}. It did not renew by itself, {why}, so no new course begins.",
                    $"Daeth tymor eich trwydded {package} i ben ar {last}. Nid adnewyddodd ohoni ei hun, {pam}, felly ni fydd unrhyw gwrs newydd yn dechrau."),
                Say(
                    $"Courses that have begun go on until {On(calendar.TeachOutLastDay)} at the latest. If you would like to go on, please speak with us: we can renew it until then.",
                    $"Mae cyrsiau sydd wedi dechrau yn parhau hyd {On(calendar.TeachOutLastDay)} fan bellaf. Os hoffech barhau, siaradwch â ni: gallwn ei hadnewyddu hyd hynny.")),
        };
    }

    private string AfterTheHold() =>
        Say(
            "A hold stands on it now: the renewal can be accepted once what is open is settled and the hold is lifted.",
            "Mae ataliad arni ar hyn o bryd: gellir derbyn yr adnewyddiad unwaith y caiff yr hyn sy'n agored ei ddatrys a'r ataliad ei godi.");

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
    /// <param name="invoice">The invoice.</param>
    /// <param name="again">The day on which it is tried again by itself; null where it is not.</param>
    public Letter NotCollected(Invoice invoice, DateOnly? again) =>
        Write(
            "About a payment", "Ynghylch taliad",
            Say(
                $"We could not collect {Amount(invoice, invoice.Outstanding)} for invoice {invoice.Number}. Nothing else has changed.",
                $"Ni allem gasglu {Amount(invoice, invoice.Outstanding)} am anfoneb {invoice.Number}. Nid oes dim arall wedi newid."),
            again is { } day ? Say($"It is tried again on {On(day)}.", $"Rhoddir cynnig arall arni ar {On(day)}.") : Say("It is not tried again by itself.", "Ni roddir cynnig arall arni ohoni ei hun."),
            Say(
                "You can pay it on Franchise at any time, or by bank transfer, or give another card or direct debit there.",
                "Gallwch ei thalu ar Franchise unrhyw bryd, neu drwy drosglwyddiad banc, neu roi cerdyn neu ddebyd uniongyrchol arall yno."));

    /// <summary>That what had paid an invoice does not count any more, so that it is owed again.</summary>
    public Letter Reopened(Invoice invoice) =>
        Write(
            "About a payment", "Ynghylch taliad",
            Say(
                $"A payment for invoice {invoice.Number} does not count any more: a bank has taken it back, or it did not come in, or it was meant for something else. {Amount(invoice, invoice.Outstanding)} is unpaid, as due on {On(invoice.OwedSince!.Value)}.",
                $"Nid yw taliad am anfoneb {invoice.Number} yn cyfrif mwyach: mae banc wedi'i gymryd yn ôl, neu ni ddaeth i mewn, neu at rywbeth arall yr oedd. Mae {Amount(invoice, invoice.Outstanding)} heb ei dalu, yn ddyledus ar {On(invoice.OwedSince!.Value)}."),
            Say("You can pay it on Franchise, or by bank transfer; please name its number.", "Gallwch ei thalu ar Franchise, neu drwy drosglwyddiad banc; nodwch ei rhif, os gwelwch yn dda."));

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

    /// <summary>That holds for unpaid invoices are lifted, while something else is overdue still.</summary>
    /// <param name="stays">The hold that stands; null for none.</param>
    /// <param name="overdue">What is overdue.</param>
    public Letter Lifted(DunningStage? stays, IReadOnlyList<Invoice> overdue) =>
        Write(
            "A hold is lifted", "Mae ataliad wedi'i godi",
            stays is null
                ? Say(
                    "Thank you: the holds on your licence for unpaid invoices are lifted. Its dates are what they were.",
                    "Diolch: mae'r ataliadau ar eich trwydded am anfonebau heb eu talu wedi'u codi. Mae ei dyddiadau fel yr oeddent.")
                : Say(
                    "Thank you: your licence is no longer suspended. New courses still have to wait.",
                    "Diolch: nid yw eich trwydded wedi'i hatal mwyach. Rhaid i gyrsiau newydd aros o hyd."),
            overdue.Count > 0 ? Say("This is still unpaid:", "Mae hyn yn dal heb ei dalu:") : null,
            overdue.Count > 0 ? List(overdue) : null);

    /// <summary>That a licence which runs only since is held as the others are.</summary>
    /// <param name="furthest">How far.</param>
    /// <param name="overdue">What is overdue.</param>
    public Letter HeldToo(DunningStage furthest, IReadOnlyList<Invoice> overdue) =>
        Write(
            "A hold on your new licence", "Ataliad ar eich trwydded newydd",
            furthest == DunningStage.HoldOnLicence
                ? Say(
                    "Because something is unpaid, the licence that runs since today is suspended, as your others are. The moment it is paid, the hold is lifted by itself; no date of the licence moves.",
                    "Gan fod rhywbeth heb ei dalu, mae'r drwydded sy'n rhedeg ers heddiw wedi'i hatal, fel y lleill. Yr eiliad y caiff ei dalu, codir yr ataliad ohono'i hun; nid oes unrhyw ddyddiad yn newid.")
                : Say(
                    "Because something is unpaid, no new course begins under the licence that runs since today. The moment it is paid, the hold is lifted by itself.",
                    "Gan fod rhywbeth heb ei dalu, ni fydd unrhyw gwrs newydd yn dechrau o dan y drwydded sy'n rhedeg ers heddiw. Yr eiliad y caiff ei dalu, codir yr ataliad ohono'i hun."),
            overdue.Count > 0 ? List(overdue) : null);

    /// <summary>A step of dunning.</summary>
    /// <param name="stage">Which.</param>
    /// <param name="overdue">What is overdue.</param>
    /// <param name="noNewCourses">The day from which no new course would begin; null where that has come.</param>
    /// <param name="suspended">The day from which the licence would be suspended; null where that has come.</param>
    /// <param name="holds">Whether a licence runs that the step holds.</param>
    public Letter Step(DunningStage stage, IReadOnlyList<Invoice> overdue, DateOnly? noNewCourses, DateOnly? suspended, bool holds)
    {
        var list = List(overdue);
        var crossed = Say("If you have paid already, please forget this letter.", "Os ydych wedi talu eisoes, anwybyddwch y llythyr hwn.");
        var open = Say(
            "Certificates, concerns, your records and courses in teach-out stay open to you whatever happens.",
            "Mae tystysgrifau, pryderon, eich cofnodion a chyrsiau sy'n cael eu cwblhau yn aros ar agor i chi beth bynnag sy'n digwydd.");
        return stage switch
        {
            >= DunningStage.HoldOnNewCourses when !holds => Write(
                "Still unpaid", "Yn dal heb ei dalu",
                Say(
                    "This is still unpaid. No licence of yours runs just now, so nothing is held; one that begins while it is unpaid has to wait.",
                    "Mae hyn yn dal heb ei dalu. Nid oes trwydded gennych yn rhedeg ar hyn o bryd, felly nid oes dim wedi'i atal; bydd yn rhaid i un sy'n dechrau tra bo hyn heb ei dalu aros."),
                list, open, crossed),
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

    // What was paid and taken back counts from when it came back.
    private string List(IReadOnlyList<Invoice> overdue) =>
        string.Join('\n', overdue.Select(i => i.OwedSince > i.DueOn
            ? Say(
                $"- {i.Number}: {Amount(i, i.Outstanding)}, the payment of which was taken back on {On(i.OwedSince.Value)}",
                $"- {i.Number}: {Amount(i, i.Outstanding)}, y cymerwyd ei daliad yn ôl ar {On(i.OwedSince.Value)}")
            : Say($"- {i.Number}: {Amount(i, i.Outstanding)}, due on {On(i.DueOn!.Value)}", $"- {i.Number}: {Amount(i, i.Outstanding)}, dyledus ar {On(i.DueOn!.Value)}")));

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
