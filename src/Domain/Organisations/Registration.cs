using System.Text.RegularExpressions;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Organisations;

/// <summary>The public register that an organisation stands in.</summary>
public enum Register
{
    /// <summary>None, as a council.</summary>
    None,

    /// <summary>Charity Commission for England and Wales (CCEW).</summary>
    CharityCommission,

    /// <summary>Office of the Scottish Charity Regulator (OSCR).</summary>
    Oscr,

    /// <summary>Charity Commission for Northern Ireland (CCNI).</summary>
    Ccni,

    /// <summary>Companies House.</summary>
    CompaniesHouse,

    /// <summary>A register outside the United Kingdom; its number is taken as it stands.</summary>
    Foreign,
}

/// <summary>Where an organisation is registered.</summary>
/// <param name="Register">The public register.</param>
/// <param name="Number">
/// The number in it; null for <see cref="Organisations.Register.None"/>. CCEW: 6 or 7 digits, a linked charity with its suffix (<c>1123456-1</c>).
/// OSCR: <c>SC</c> and 6 digits. CCNI: <c>NIC</c> and 6 digits. Companies House: 8 digits, or a known two-letter prefix and 6 digits.
/// </param>
public sealed record Registration(Register Register, string? Number)
{
    /// <summary>In no register.</summary>
    public static Registration Nowhere { get; } = new(Register.None, null);

    private static readonly Regex charityCommission = Pattern.Whole(@"[0-9]{6,7}(-[1-9][0-9]{0,3})?");
    private static readonly Regex oscr = Pattern.Whole(@"SC[0-9]{6}");
    private static readonly Regex ccni = Pattern.Whole(@"NIC[0-9]{6}");

    // England and Wales have digits only; the letters say the jurisdiction or the kind of body.
    private static readonly Regex companiesHouse = Pattern.Whole(
        "[0-9]{8}|(AC|CE|CS|FC|FE|GE|GN|GS|IC|IP|LP|NA|NC|NF|NI|NL|NO|NP|NR|NV|NZ|OC|OE|PC|RC|RS|SA|SC|SE|SF|SG|SI|SL|SO|SP|SR|SZ|ZC)[0-9]{6}"
    );

    /// <summary>Whether the register is one of the United Kingdom's.</summary>
    public bool IsBritish => Register is Register.CharityCommission or Register.Oscr or Register.Ccni or Register.CompaniesHouse;

    /// <summary>Whether it is a register of charities.</summary>
    public bool IsOfCharities => Register is Register.CharityCommission or Register.Oscr or Register.Ccni;

    /// <summary>Checks the number against its register and returns it as that register writes it: upper case, no spaces.</summary>
    internal Registration Check(Faults faults, string pointer)
    {
        faults.Known($"{pointer}/register", Register);
        var number = Register == Register.Foreign ? faults.Text($"{pointer}/number", Number, 50) : Number?.Replace(" ", "").ToUpperInvariant();
        var fault = Register switch
        {
            Register.None when !string.IsNullOrEmpty(number) => "This must be absent where the register is none.",
            Register.CharityCommission when !Fits(charityCommission) =>
                "A Charity Commission number has 6 or 7 digits; a linked charity's ends with a hyphen and its suffix, as 1123456-1.",
            Register.Oscr when !Fits(oscr) => "An OSCR number is SC and 6 digits, as SC012345.",
            Register.Ccni when !Fits(ccni) => "A CCNI number is NIC and 6 digits, as NIC101234.",
            Register.CompaniesHouse when !Fits(companiesHouse) =>
                "A Companies House number has 8 characters: 8 digits with leading zeros, or two letters that Companies House gives out and 6 digits.",
            _ => null,
        };
        if (fault is not null)
            faults.Add($"{pointer}/number", fault);
        return new(Register, Register == Register.None ? null : number);

        bool Fits(Regex shape) => number is not null && shape.IsMatch(number);
    }
}
