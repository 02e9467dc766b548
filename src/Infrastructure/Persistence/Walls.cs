using System.Text;
using Franchise.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Franchise.Infrastructure.Persistence;

/// <summary>
/// The walls as SQL, made from the model: which table belongs to whom decides its grants and its row-level security. A new entity gets its
/// walls by being in the model; <c>migrate</c> lays them after every migration, and laying them twice changes nothing.
/// </summary>
public static class Walls
{
    // HMAC-SHA256 out of sha256 alone, over what stands in a variable of that name.
    private const string DemandProof = """
        PERFORM FROM walls.tenant_keys k
            WHERE encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(concat(setting, '|', pg_backend_pid(), '|', session_user), 'UTF8'))), 'hex')
                = current_setting('app.proof', true);
            IF NOT FOUND THEN
                RAISE EXCEPTION 'tenant not proven' USING ERRCODE = '42501';
            END IF;
        """;

    /// <summary>Functions and key table that row-level security rests on. Run as the owner.</summary>
    public static string Foundation(RoleNames roles) =>
        $$"""
        CREATE SCHEMA IF NOT EXISTS walls;
        REVOKE ALL ON SCHEMA walls FROM PUBLIC;
        GRANT USAGE ON SCHEMA walls TO {{roles.Tenant}}, {{roles.Platform}};

        CREATE TABLE IF NOT EXISTS walls.tenant_keys (inner_pad bytea NOT NULL, outer_pad bytea NOT NULL, added_at timestamptz NOT NULL DEFAULT now());
        REVOKE ALL ON walls.tenant_keys FROM PUBLIC, {{roles.Tenant}}, {{roles.Platform}};

        -- Whether the session's tenant was signed by the application, for this server process and this role.
        CREATE OR REPLACE FUNCTION walls.demand_proof(setting text) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $f$
        BEGIN
            {{DemandProof}}
        END $f$;

        -- The session's organisation; null where none is set or where it looks across. Every query asks it, and calling demand_proof would cost a
        -- function more each time: the same statements stand in it.
        CREATE OR REPLACE FUNCTION walls.tenant() RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $f$
        DECLARE
            setting text := current_setting('app.tenant', true);
        BEGIN
            IF setting IS NULL OR setting IN ('', '*') THEN
                RETURN NULL;
            END IF;
            {{DemandProof}}
            RETURN setting::uuid;
        END $f$;

        -- Whether the session looks across organisations, which only the platform's role can.
        CREATE OR REPLACE FUNCTION walls.across() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $f$
        BEGIN
            IF current_setting('app.tenant', true) IS DISTINCT FROM '*' OR session_user <> '{{roles.Platform}}' THEN
                RETURN false;
            END IF;
            PERFORM walls.demand_proof('*');
            RETURN true;
        END $f$;

        REVOKE ALL ON ALL FUNCTIONS IN SCHEMA walls FROM PUBLIC;
        REVOKE ALL ON FUNCTION walls.demand_proof(text) FROM {{roles.Tenant}}, {{roles.Platform}};
        GRANT EXECUTE ON FUNCTION walls.tenant(), walls.across() TO {{roles.Tenant}}, {{roles.Platform}};
        """;

    /// <summary>Grants and row-level security of every table. Run as the owner, after the migrations.</summary>
    public static string Tables(IModel model, RoleNames roles)
    {
        var sql = new StringBuilder();
        sql.Append($"GRANT USAGE ON SCHEMA franchise TO {roles.Tenant}, {roles.Platform};\n");
        sql.Append($"REVOKE ALL ON ALL TABLES IN SCHEMA franchise FROM PUBLIC, {string.Join(", ", roles.Logins)};\n");
        foreach (var table in model.GetRelationalModel().Tables.OrderBy(t => t.Name, StringComparer.Ordinal))
            Table(sql, $"{table.Schema}.{table.Name}", table.EntityTypeMappings.First().TypeBase.ClrType, table.FindColumn("tenant_id") is not null, roles);
        sql.Append(Chains(roles));
        sql.Append(Billing.IssuedStays.Sql);
        return sql.ToString();
    }

    private static void Table(StringBuilder sql, string name, Type entity, bool hasTenant, RoleNames roles)
    {
        bool Is<T>() => entity.IsAssignableTo(typeof(T));
        var platformVerbs = Is<IKeptByDatabase>() ? "SELECT" : Is<IAppendOnly>() ? "SELECT, INSERT" : "SELECT, INSERT, UPDATE, DELETE";
        var tenantVerbs = Is<IPlatformOwned>() || !hasTenant ? "SELECT" : platformVerbs;
        sql.Append($"GRANT {platformVerbs} ON {name} TO {roles.Platform};\n");
        if (!Is<IHiddenFromTenants>())
            sql.Append($"GRANT {tenantVerbs} ON {name} TO {roles.Tenant};\n");
        if (!hasTenant)
            return;

        // Permissive policies open, restrictive ones close; a later permissive one can therefore never open more than the tenant's own rows.
        sql.Append(
            $"""
            ALTER TABLE {name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
            DROP POLICY IF EXISTS open ON {name};
            DROP POLICY IF EXISTS tenant_wall ON {name};
            DROP POLICY IF EXISTS platform_wall ON {name};
            CREATE POLICY open ON {name} AS PERMISSIVE FOR ALL TO {roles.Tenant}, {roles.Platform}, {roles.Owner} USING (true) WITH CHECK (true);
            CREATE POLICY tenant_wall ON {name} AS RESTRICTIVE FOR ALL TO {roles.Tenant}
                USING (tenant_id = (SELECT walls.tenant())) WITH CHECK (tenant_id = (SELECT walls.tenant()));
            CREATE POLICY platform_wall ON {name} AS RESTRICTIVE FOR ALL TO {roles.Platform}, {roles.Owner}
                USING (tenant_id = (SELECT walls.tenant()) OR (SELECT walls.across()))
                WITH CHECK (tenant_id = (SELECT walls.tenant()) OR (SELECT walls.across()));

            """
        );
    }

    // Numbers and hashes are the database's: the application can neither choose nor change them. The head's row lock orders the writers of one
    // organisation, so numbers come in the order of commits. Clock time is cut to the microseconds that the canonical text shows.
    private static string Chains(RoleNames roles) =>
        $$"""
        CREATE OR REPLACE FUNCTION walls.number_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $f$
        BEGIN
            INSERT INTO franchise.audit_heads AS h (tenant_id, audit_seq, audit_hash, event_seq) VALUES (new.tenant_id, 0, decode(repeat('00', 32), 'hex'), 1)
            ON CONFLICT (tenant_id) DO UPDATE SET event_seq = h.event_seq + 1
            RETURNING h.event_seq INTO new.seq;
            RETURN new;
        END $f$;

        CREATE OR REPLACE FUNCTION walls.chain_audit_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $f$
        BEGIN
            INSERT INTO franchise.audit_heads AS h (tenant_id, audit_seq, audit_hash, event_seq) VALUES (new.tenant_id, 0, decode(repeat('00', 32), 'hex'), 0)
            ON CONFLICT (tenant_id) DO UPDATE SET audit_seq = h.audit_seq
            RETURNING h.audit_seq + 1, h.audit_hash INTO new.seq, new.previous_hash;
            new.hash := sha256(new.previous_hash || convert_to(concat_ws(E'\n', new.tenant_id, new.seq, new.id,
                to_char(new.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), new.actor_kind, new.actor, new.action, new.subject, new.detail), 'UTF8'));
            UPDATE franchise.audit_heads SET audit_seq = new.seq, audit_hash = new.hash WHERE tenant_id = new.tenant_id;
            RETURN new;
        END $f$;

        REVOKE ALL ON ALL FUNCTIONS IN SCHEMA walls FROM PUBLIC;
        CREATE OR REPLACE TRIGGER number_event BEFORE INSERT ON franchise.events FOR EACH ROW EXECUTE FUNCTION walls.number_event();
        CREATE OR REPLACE TRIGGER chain_audit_entry BEFORE INSERT ON franchise.audit_entries FOR EACH ROW EXECUTE FUNCTION walls.chain_audit_entry();

        """;
}
